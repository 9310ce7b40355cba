/** Every sentence about scanning a QR code; see en.ts for the voice. They come with the part that scans. */
export const scan = {
  heading: "Scan QR code",
  asking: "The browser asks whether this page may use the camera. The picture stays in this page.",
  looking: "Point the camera at the QR code of the room, so that it fills the square.",
  picture: "What the camera sees",
  faults: {
    denied:
      "This page was not allowed to use the camera. Allow it in the browser’s settings for this page and try again, or paste the link or the code instead.",
    none: "No camera was found here. Paste the link or the code instead, or type the four words.",
    busy: "The camera cannot be used now: another program may have it. Close that program and try again.",
    stopped: "The camera stopped. Try again, or paste the link or the code instead.",
  },
  other: "That is a QR code, but not one of a room. Point the camera at the code beside the room link.",
  again: "Try again",
};

export type ScanText = typeof scan;
