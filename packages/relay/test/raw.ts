import { connect } from "node:net";

/** An HTTP answer read from a bare socket, so that no client library hides anything of it. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Sends bytes as they are, and reads the first answer to the end of the connection or of its body. */
export function raw(port: number, request: string | Buffer, host = "127.0.0.1"): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, host, () => socket.write(request));
    const finish = (): void => {
      const answer = parse(Buffer.concat(chunks));
      socket.destroy();
      if (answer === null) reject(new Error(`no answer to ${request.toString().slice(0, 60)}`));
      else resolve(answer);
    };
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      if (isComplete(Buffer.concat(chunks), request)) finish();
    });
    socket.on("error", () => undefined);
    socket.on("close", finish);
  });
}

/** A request with the usual lines. */
export function requestText(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = "",
): string {
  const all: Record<string, string> = { host: "relay.test", ...headers };
  if (body !== "") all["content-length"] ??= String(Buffer.byteLength(body));
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}

/** The lines of a WebSocket handshake that this relay accepts when `origin` fits. */
export function upgradeHeaders(origin: string): Record<string, string> {
  return {
    connection: "Upgrade",
    upgrade: "websocket",
    origin,
    "sec-websocket-version": "13",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "sec-websocket-protocol": "tacet.v1",
  };
}

function isComplete(bytes: Buffer, request: string | Buffer): boolean {
  const answer = parse(bytes);
  if (answer === null) return false;
  if (answer.status === 101 || request.toString().startsWith("HEAD ")) return true;
  return Buffer.byteLength(answer.body) >= Number(answer.headers.get("content-length") ?? Infinity);
}

function parse(bytes: Buffer): RawAnswer | null {
  const [head = "", ...rest] = bytes.toString("latin1").split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1];
  if (status === undefined || rest.length === 0) return null;
  const headers = new Map(
    lines.map((line) => [
      line.slice(0, line.indexOf(":")).toLowerCase(),
      line.slice(line.indexOf(":") + 1).trim(),
    ]),
  );
  return { status: Number(status), headers, body: rest.join("\r\n\r\n") };
}
