import type { WebSocketLike } from "../../src/drivers/web-socket.ts";

/** A platform socket that a test plays. */
export class FakeSocket implements WebSocketLike {
  static last: FakeSocket | null = null;
  binaryType: BinaryType = "blob";
  bufferedAmount = 0;
  readyState = 1;
  onopen: WebSocketLike["onopen"] = null;
  onmessage: WebSocketLike["onmessage"] = null;
  onclose: WebSocketLike["onclose"] = null;
  onerror: WebSocketLike["onerror"] = null;
  readonly sent: Uint8Array[] = [];
  closed = false;
  readonly protocols: string;
  constructor(_url: string, protocols: string) {
    this.protocols = protocols;
    FakeSocket.last = this;
  }
  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.sent.push(bytes);
  }
  close(): void {
    this.closed = true;
  }
}

export const lastSocket = (): FakeSocket => {
  if (FakeSocket.last === null) throw new Error("no socket was opened");
  return FakeSocket.last;
};
