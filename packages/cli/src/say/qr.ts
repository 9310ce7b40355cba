import { encodeQR } from "qr";

const QUIET_MODULES = 2;
const BLOCKS = [" ", "▀", "▄", "█"] as const;

/**
 * A QR code in half blocks, two rows of modules on each line, error correction M (spec/invite.md 2); null where the terminal is too narrow.
 * It is light on dark as most terminals are; readers take both.
 */
export function qrText(link: string, columns: number): string | null {
  const rows = encodeQR(link, "raw", { ecc: "medium", border: QUIET_MODULES });
  if ((rows[0]?.length ?? 0) >= columns) return null;
  const light = (row: number, at: number): number =>
    rows[row] === undefined || rows[row][at] === true ? 0 : 1;
  const lines: string[] = [];
  for (let row = 0; row < rows.length; row += 2) {
    const line = (rows[row] ?? []).map((_, at) => BLOCKS[light(row, at) + 2 * light(row + 1, at)] ?? " ");
    lines.push(line.join(""));
  }
  return lines.join("\n");
}
