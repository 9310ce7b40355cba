import type { WebSocketConstructor } from "@tacet/client";

/** Sockets of one room, until the last of them is closed. */
export interface Sockets {
  readonly WebSocketCtor: WebSocketConstructor;
  /** Resolves when none is open any more, so that last words are out before the program goes. */
  closed(): Promise<void>;
}

/** Node's own WebSocket, with the relay's origin, which the relay wants to see (spec/relay.md 1) and Node does not send by itself. */
export function createSockets(): Sockets {
  const open = new Set<Promise<void>>();
  class OriginSocket extends WebSocket {
    constructor(url: string, protocols: string) {
      const { protocol, host } = new URL(url);
      const origin = `${protocol === "wss:" ? "https:" : "http:"}//${host}`;
      // Node's constructor also takes options, which the page's type does not know.
      const options: unknown = { protocols: [protocols], headers: { origin } };
      super(url, options as string[]);
      const closing = new Promise<void>((resolve) => {
        this.addEventListener("close", () => resolve(), { once: true });
      });
      open.add(closing);
      void closing.then(() => open.delete(closing)); // It cannot reject.
    }
  }
  return {
    WebSocketCtor: OriginSocket,
    closed: async () => {
      await Promise.all(open);
    },
  };
}
