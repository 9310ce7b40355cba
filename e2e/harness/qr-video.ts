import { writeFileSync } from "node:fs";

const WIDTH = 640;
const HEIGHT = 480;
const MODULE_PX = 8;
const FRAMES = 3;
const [BLACK, WHITE, GREY] = [16, 235, 150];

/**
 * Writes a film of a sheet of paper with a QR code on it, as a camera sees it, which Chromium takes in place of a camera. `path` is the
 * drawing's path data in the page: a rectangle for each run of dark modules, in units of modules.
 */
export function filmQr(file: string, path: string, sizeModules: number): void {
  const luma = Buffer.alloc(WIDTH * HEIGHT, GREY);
  const side = sizeModules * MODULE_PX;
  const [left, top] = [Math.floor((WIDTH - side) / 2), Math.floor((HEIGHT - side) / 2)];
  if (top < 0) throw new Error("The code is too large for the film.");
  const rectangle = (x: number, y: number, wide: number, high: number, value: number): void => {
    for (let row = 0; row < high; row += 1) {
      const at = (top + y + row) * WIDTH + left + x;
      luma.fill(value, at, at + wide);
    }
  };
  rectangle(0, 0, side, side, WHITE);
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1/g)].map((run) => run.slice(1).map(Number));
  if (runs.length < 100) throw new Error("That is no drawing of a code.");
  for (const [x = 0, y = 0, wide = 0] of runs) {
    rectangle(x * MODULE_PX, y * MODULE_PX, wide * MODULE_PX, MODULE_PX, BLACK);
  }
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, chroma]);
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(file, Buffer.concat([head, ...Array.from({ length: FRAMES }, () => frame)]));
}
