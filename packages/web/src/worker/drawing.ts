/** Drawn once, in a room that is made: so it comes with the encoder, and not with the worker. */
import { encodeQR } from "qr";
import { qrPath, type QrDrawing } from "../model/qr-path.ts";

/** The empty frame that readers need around a code. */
const QUIET_MODULES = 4;

/** A QR code with error correction M (spec/invite.md 2). */
export function drawCode(link: string): QrDrawing {
  return qrPath(encodeQR(link, "raw", { ecc: "medium", border: QUIET_MODULES }));
}
