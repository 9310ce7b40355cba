/* A browser's WebSocket on a virtual line, as far as the driver uses it (packages/client/src/drivers/web-socket.ts). */
import type { WebSocketConstructor, WebSocketLike } from "../packages/client/src/drivers/web-socket.ts";
import type { Item } from "./line.ts";

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;

/** The driver asks nothing of these two events. */
const NOTHING = {} as CloseEvent;

/** What the network makes of a socket that a page opens. */
export interface Dialled {
  send(bytes: Uint8Array): void;
  /** Null code: closed by the page in order, without a status. */
  close(code: number | null): void;
  bufferedBytes(): number;
}

/** What the network tells the socket. */
export interface PageEnd {
  opened(): void;
  take(item: Item): void;
  broken(): void;
}

class PageSocket implements WebSocketLike {
  binaryType: BinaryType = "blob";
  readyState: number = CONNECTING;
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  readonly #dialled: Dialled;

  constructor(dial: (end: PageEnd) => Dialled) {
    this.#dialled = dial({
      opened: () => {
        if (this.readyState !== CONNECTING) return;
        this.readyState = OPEN;
        this.onopen?.(NOTHING);
      },
      take: (item) => {
        if (this.readyState !== OPEN) return;
        if (item.kind === "close") this.#end();
        else this.onmessage?.({ data: Uint8Array.from(item.bytes).buffer } as MessageEvent);
      },
      broken: () => {
        this.#end();
      },
    });
  }

  get bufferedAmount(): number {
    return this.#dialled.bufferedBytes();
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.readyState === OPEN) this.#dialled.send(bytes.slice());
  }

  close(): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#dialled.close(null);
  }

  #end(): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#dialled.close(null);
    this.onclose?.(NOTHING);
  }
}

/** The constructor that a page's driver is given. */
export function socketsOf(dial: (end: PageEnd) => Dialled): WebSocketConstructor {
  return class extends PageSocket {
    constructor() {
      super(dial);
    }
  };
}
