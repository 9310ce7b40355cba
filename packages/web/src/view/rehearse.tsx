import { render } from "preact";
import { RoomView } from "../model/room-view.ts";
import { Room } from "./room.tsx";

const nothing = (): void => undefined;
const never = (): Promise<never> => new Promise(nothing);

/**
 * Draws a room once, for nobody and outside of the document: what has run is compiled, and the first real room follows a press that two people
 * wait for. It is gone before any of its effects begins.
 */
export function rehearse(): void {
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
    // A room will show it.
    return;
  }
}
