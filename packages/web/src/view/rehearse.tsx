import { render } from "preact";
import { RoomView } from "../model/room-view.ts";
import { Room } from "./room.tsx";

const nothing = (): void => undefined;
const never = (): Promise<never> => new Promise(nothing);

const CERTIFICATE: EcKeyAlgorithm = { name: "ECDSA", namedCurve: "P-256" };

/**
 * What comes first takes longest, and the first room follows a press that two people wait for. So ahead of it a room is drawn once, for nobody
 * and outside of the document, and gone before any of its effects begins; and a certificate for nobody wakes what the browser has for
 * connections. That makes no connection object and reaches nothing.
 */
export function rehearse(): void {
  if (document.querySelector(".room") !== null) return;
  // What fails here, a room will show.
  RTCPeerConnection.generateCertificate(CERTIFICATE).catch(() => undefined);
  const view = new RoomView("guest", "", {
    wallMs: () => 0,
    soon: nothing,
    draw: nothing,
    heard: nothing,
    ended: nothing,
    files: never,
    words: never,
    command: nothing,
    sunk: nothing,
  });
  const place = document.createElement("div");
  try {
    render(<Room view={view} />, place);
    render(null, place);
  } catch {
    return;
  }
}
