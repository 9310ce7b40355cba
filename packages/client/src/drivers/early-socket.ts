import { relayUrl } from "../relay-url.ts";
import type { WebSocketLike } from "./web-socket.ts";

/** `readyState` of a socket that can send; before it, it is opening. */
export const OPEN = 1;

/** At most one socket that was opened before the room asked for it. */
export interface EarlySocket {
  /** Opens one for the relay at this origin. The answer closes it, if nobody took it. */
  reach(origin: string): () => void;
  /** The one that was opened for this address, and is not over; any other is closed. */
  take(url: string): WebSocketLike | null;
  /** As `take`, but only one that is open already: one that is opening may be stuck where the network was. */
  takeOpen(url: string): WebSocketLike | null;
  /** Opens one in place of what was opened before, and tells when it is open, unless it was taken or closed before. */
  again(url: string, opened: () => void): void;
  close(): void;
}

export function createEarlySocket(construct: (url: string) => WebSocketLike | null): EarlySocket {
  let early: { readonly url: string; readonly socket: WebSocketLike } | null = null;
  /** Takes it out if it is of use for this address, and closes it if not. */
  const take = (url: string | null): WebSocketLike | null => {
    const socket = early?.url === url && early.socket.readyState <= OPEN ? early.socket : null;
    if (socket === null) early?.socket.close();
    early = null;
    return socket;
  };
  return {
    reach: (origin) => {
      const url = relayUrl(origin);
      const socket = take(url) ?? construct(url);
      early = socket === null ? null : { url, socket };
      return () => {
        if (early?.socket === socket) take(null);
      };
    },
    take,
    takeOpen: (url) => take(early?.socket.readyState === OPEN ? url : null),
    again: (url, opened) => {
      take(null);
      const socket = construct(url);
      if (socket === null) return;
      early = { url, socket };
      socket.onopen = () => {
        if (early?.socket === socket) opened();
      };
    },
    close: () => {
      take(null);
    },
  };
}
