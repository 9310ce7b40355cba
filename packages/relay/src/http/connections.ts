import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** Requests that one connection may bring, many times what a page needs; the last answer closes it. */
const REQUESTS_MAX = 100;

interface Traffic {
  readonly release: () => void;
  requests: number;
  unanswered: number;
}

/** What is known of each HTTP connection: how much it asked, how much of that is not answered, whom it counts for. */
export class Connections {
  readonly #traffic = new WeakMap<Duplex, Traffic>();

  /** A connection that may stay. `release` is called once it is over, or no longer HTTP. */
  arrived(socket: Duplex, release: () => void): void {
    this.#traffic.set(socket, { release, requests: 0, unanswered: 0 });
    socket.once("close", release);
  }

  /** Counts a request until its answer is out; false when this connection has asked enough and is not to be answered. */
  asked(socket: Duplex, response: ServerResponse): boolean {
    const traffic = this.#traffic.get(socket);
    if (traffic === undefined) return true;
    traffic.requests += 1;
    traffic.unanswered += 1;
    response.once("close", () => (traffic.unanswered -= 1));
    if (traffic.requests >= REQUESTS_MAX) response.shouldKeepAlive = false;
    return traffic.requests <= REQUESTS_MAX;
  }

  /** Whether earlier requests of this connection wait for answers, which nothing else may overtake. */
  owes(socket: Duplex): boolean {
    return (this.#traffic.get(socket)?.unanswered ?? 0) > 0;
  }

  /** The connection speaks WebSocket from here on and counts as a socket: as HTTP it is forgotten. */
  upgraded(socket: Duplex): void {
    const traffic = this.#traffic.get(socket);
    if (traffic === undefined) return;
    this.#traffic.delete(socket);
    socket.off("close", traffic.release);
    traffic.release();
  }
}
