import { PIXELS_MAX, sizeOfPicture } from "../pictures/size.ts";

const QUALITY = 0.92;

/** Draws a JPEG anew as its orientation says; null where the browser cannot, or changes what is read from a canvas. */
export async function redraw(picture: Blob): Promise<Blob | null> {
  try {
    const size = sizeOfPicture(new Uint8Array(await picture.arrayBuffer()), "jpeg");
    if (size === null || size.width * size.height > PIXELS_MAX || !isFaithful()) return null;
    const drawing = await createImageBitmap(picture);
    const canvas = new OffscreenCanvas(drawing.width, drawing.height);
    canvas.getContext("2d")?.drawImage(drawing, 0, 0);
    drawing.close();
    return await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  } catch {
    return null;
  }
}

/** Browsers that hide from being recognised give noise in place of what was drawn. */
function isFaithful(): boolean {
  if (typeof OffscreenCanvas !== "function") return false;
  const context = new OffscreenCanvas(16, 16).getContext("2d");
  if (context === null) return false;
  context.fillStyle = "rgb(18 52 86)";
  context.fillRect(0, 0, 16, 16);
  const { data } = context.getImageData(0, 0, 16, 16);
  return data.every((value, at) => value === [18, 52, 86, 255][at % 4]);
}
