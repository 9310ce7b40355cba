import { decodeQR } from "qr/decode.js";
import type { Camera, CameraFault } from "./scanner.ts";

/** A code of a room is read well at this size; more would cost time and no longer help. */
const SIDE_PX_MAX = 800;

/** What some engines bring along; the rest reads by a program of ours. */
interface NativeDetector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): NativeDetector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** Opens the camera at the back, where there is one, and shows it in a video element. */
export async function openCamera(video: HTMLVideoElement): Promise<Camera | CameraFault> {
  const { mediaDevices } = navigator as { readonly mediaDevices?: MediaDevices };
  if (mediaDevices === undefined) return "none";
  try {
    const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
    const stream = await mediaDevices.getUserMedia({ audio: false, video: wanted });
    const native = await nativeDetector();
    video.srcObject = stream;
    return {
      read: () => read(video, native),
      close: () => {
        for (const track of stream.getTracks()) track.stop();
        if (video.srcObject === stream) video.srcObject = null;
      },
      onStopped: (report) => {
        for (const track of stream.getTracks()) track.addEventListener("ended", report);
      },
    };
  } catch (error) {
    return faultOf(error);
  }
}

function faultOf(error: unknown): CameraFault {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "none" : "busy";
}

async function nativeDetector(): Promise<NativeDetector | null> {
  const { BarcodeDetector: Detector } = globalThis as { readonly BarcodeDetector?: DetectorClass };
  try {
    const formats = (await Detector?.getSupportedFormats()) ?? [];
    return Detector !== undefined && formats.includes("qr_code")
      ? new Detector({ formats: ["qr_code"] })
      : null;
  } catch {
    return null;
  }
}

async function read(video: HTMLVideoElement, native: NativeDetector | null): Promise<string | null> {
  if (video.videoWidth === 0) return null;
  if (native !== null) return (await native.detect(video))[0]?.rawValue ?? null;
  return decode(pictureOf(video));
}

/** The canvas is made anew each time, so that no picture outlives its reading. */
function pictureOf(video: HTMLVideoElement): ImageData | null {
  const scale = Math.min(1, SIDE_PX_MAX / Math.max(video.videoWidth, video.videoHeight));
  const width = Math.round(video.videoWidth * scale);
  const height = Math.round(video.videoHeight * scale);
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  context?.drawImage(video, 0, 0, width, height);
  return context?.getImageData(0, 0, width, height) ?? null;
}

/** The decoder throws where there is no code, which is most of the time. */
function decode(picture: ImageData | null): string | null {
  if (picture === null) return null;
  try {
    return decodeQR(picture);
  } catch {
    return null;
  }
}
