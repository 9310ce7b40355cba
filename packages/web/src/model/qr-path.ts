export interface QrDrawing {
  /** Modules along one side, the quiet zone included. */
  readonly sizeModules: number;
  /** SVG path data: one rectangle for each run of dark modules in a row. */
  readonly path: string;
}

/** Turns a QR matrix (true is dark) into path data, so that it is drawn as one element and without an address. */
export function qrPath(matrix: readonly (readonly boolean[])[]): QrDrawing {
  const path = matrix.map((row, y) => rowPath(row, y)).join("");
  return { sizeModules: matrix.length, path };
}

function rowPath(row: readonly boolean[], y: number): string {
  let path = "";
  let x = 0;
  while (x < row.length) {
    const from = x;
    while (row[x] === true) x += 1;
    if (x > from) path += `M${from} ${y}h${x - from}v1h${from - x}z`;
    else x += 1;
  }
  return path;
}
