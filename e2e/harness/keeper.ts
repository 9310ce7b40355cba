import { createServer } from "node:http";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** A site that lets a browser keep everything a site can: so a search of the browser's profile must find each of its words. */
export interface Keeper {
  readonly origin: string;
  /** What is kept, by the kind of place. */
  readonly words: Readonly<Record<(typeof PLACES)[number], string>>;
  stop(): Promise<void>;
}

const PLACES = [
  "fragment",
  "title",
  "state",
  "area",
  "local",
  "session",
  "cookie",
  "database",
  "cache",
  "private file",
  "answer",
  "answer, gzip",
  "answer, brotli",
] as const;

export async function startKeeper(make: (what: string) => string): Promise<Keeper> {
  const words = Object.fromEntries(PLACES.map((place) => [place, make(place)])) as Keeper["words"];
  // Long enough, and with repetitions, so that packing does something.
  const long = (word: string): string =>
    `${"a packed answer ".repeat(40)}${word}${" and its end".repeat(40)}`;
  const answers: Readonly<Record<string, readonly [encoding: string, body: Buffer]>> = {
    "/plain": ["identity", Buffer.from(long(words.answer))],
    "/gzip": ["gzip", gzipSync(long(words["answer, gzip"]))],
    "/brotli": ["br", brotliCompressSync(long(words["answer, brotli"]))],
  };
  const server = createServer(({ url = "" }, answer) => {
    const [encoding, body] = answers[url] ?? ["identity", Buffer.from(page)];
    const type = url === "/" ? "text/html" : "text/plain";
    answer.writeHead(200, {
      "content-type": type,
      "content-encoding": encoding,
      "cache-control": "public, max-age=86400",
    });
    answer.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The keeper has no port.");
  return {
    origin: `http://localhost:${address.port}`,
    words,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const page = `<!doctype html><html lang="en"><title>Keeper</title>
<label>Field <input type="text"></label> <label>Area <textarea></textarea></label>`;

/** Runs in the keeper's page: puts each word into its place. */
export async function keep(json: string): Promise<void> {
  const words = JSON.parse(json) as Keeper["words"];
  document.title = words.title;
  history.replaceState({ kept: words.state }, "", location.href);
  localStorage.setItem("kept", words.local);
  sessionStorage.setItem("kept", words.session);
  document.cookie = `kept=${words.cookie}; max-age=86400`;
  const put = await caches.open("kept");
  await put.put("/kept", new Response(words.cache));
  for (const path of ["/plain", "/gzip", "/brotli"]) await (await fetch(path)).text();
  await new Promise((resolve, reject) => {
    const open = indexedDB.open("kept");
    open.onupgradeneeded = () => open.result.createObjectStore("kept");
    open.onerror = reject;
    open.onsuccess = () => {
      const writing = open.result.transaction("kept", "readwrite");
      writing.objectStore("kept").put(words.database, "kept");
      writing.oncomplete = resolve;
    };
  });
  const folder = await navigator.storage.getDirectory();
  const writer = await (await folder.getFileHandle("kept", { create: true })).createWritable();
  await writer.write(words["private file"]);
  await writer.close();
}
