import { signal } from "@preact/signals";

/** A voice note is at most so long. */
const VOICE_SECONDS_MAX = 300;
/** Speech in Opus needs no more. */
const BITS_A_SECOND = 32_000;
/** So often the time and the level are shown anew. */
const SHOWN_MS = 100;
/** Ogg first: the WebM that Firefox writes has neither length nor index, and Chromium plays nothing of it. */
const KINDS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4;codecs=opus", "audio/mp4"];
const ENDINGS: Readonly<Record<string, string>> = {
  "audio/webm": "webm",
  "audio/ogg": "ogg",
  "audio/mp4": "m4a",
};

export type Recording =
  | { readonly at: "idle" }
  /** The browser asks for the microphone. */
  | { readonly at: "asking" }
  | { readonly at: "recording"; readonly seconds: number; readonly level: number }
  | { readonly at: "trouble"; readonly why: "denied" | "none" | "failed" | "unable" };

export interface VoiceNote {
  readonly blob: Blob;
  /** The file's ending, without a dot. */
  readonly ending: string;
  readonly seconds: number;
  /** It was ended by its limit. */
  readonly full: boolean;
}

/** Records one voice note at a time. The microphone is given back as soon as it ends, whichever way. */
export class Recorder {
  readonly state = signal<Recording>({ at: "idle" });
  #running: Running | null = null;
  /** What was asked for last: a microphone that comes after it was no longer wanted is given back. */
  #asked = 0;
  readonly #done: (note: VoiceNote) => void;

  constructor(done: (note: VoiceNote) => void) {
    this.#done = done;
  }

  async start(): Promise<void> {
    if (this.#running !== null || this.state.peek().at === "asking") return;
    const asked = (this.#asked += 1);
    const kind = kindHere();
    if (kind === undefined) {
      this.state.value = { at: "trouble", why: "unable" };
      return;
    }
    this.state.value = { at: "asking" };
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
      if (asked === this.#asked) this.#begin(stream, kind);
      else release(stream);
    } catch (error) {
      if (asked === this.#asked) this.state.value = { at: "trouble", why: whyOf(error) };
    }
  }

  /** Ends the recording; what was recorded is handed over. */
  stop(): void {
    this.#running?.end(true);
    if (this.#running === null) this.discard();
  }

  /** Ends it, and forgets what was recorded. */
  discard(): void {
    this.#asked += 1;
    this.#running?.end(false);
    this.state.value = { at: "idle" };
  }

  /** Whatever fails, the microphone is given back. */
  #begin(stream: MediaStream, kind: string): void {
    try {
      this.#run(stream, kind);
    } catch (error) {
      release(stream);
      throw error;
    }
  }

  #run(stream: MediaStream, kind: string): void {
    this.#running = run(stream, kind, {
      shown: (seconds, level) => {
        this.state.value = { at: "recording", seconds, level };
      },
      over: (note) => {
        this.#running = null;
        this.state.value = note === "failed" ? { at: "trouble", why: "failed" } : { at: "idle" };
        if (note !== null && note !== "failed") this.#done(note);
      },
    });
  }
}

interface Running {
  end(kept: boolean): void;
}

interface RunPorts {
  shown(seconds: number, level: number): void;
  /** Once. Null: nothing is to be kept. */
  over(note: VoiceNote | "failed" | null): void;
}

function run(stream: MediaStream, kind: string, ports: RunPorts): Running {
  const recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: BITS_A_SECOND });
  const meter = measure(stream);
  const begin = performance.now();
  const seconds = (): number => (performance.now() - begin) / 1000;
  const pieces: Blob[] = [];
  let [kept, full, length] = [true, false, 0];
  const end = (keep: boolean): void => {
    clearInterval(timer);
    kept = keep;
    length = seconds();
    if (recorder.state !== "inactive") recorder.stop();
    // Now, and not when the last piece is there: whoever pressed sees the browser's sign of the microphone go.
    meter.close();
    release(stream);
  };
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  recorder.addEventListener("error", () => {
    pieces.length = 0;
    end(true);
  });
  recorder.addEventListener("stop", () => {
    if (length === 0) end(true); // The microphone went away by itself.
    const type = kind.split(";")[0] ?? "";
    const blob = new Blob(pieces, { type });
    pieces.length = 0;
    if (!kept) ports.over(null);
    else if (blob.size === 0) ports.over("failed");
    else ports.over({ blob, ending: ENDINGS[type] ?? "bin", seconds: length, full });
  });
  try {
    recorder.start();
  } catch (error) {
    meter.close();
    throw error;
  }
  const timer = setInterval(() => {
    if (seconds() < VOICE_SECONDS_MAX) ports.shown(seconds(), meter.level());
    else {
      full = true;
      end(true);
    }
  }, SHOWN_MS);
  ports.shown(0, 0);
  return { end };
}

interface Meter {
  /** 0 to 1. */
  level(): number;
  close(): void;
}

/** How loud it is, so that a person sees that they are heard. */
function measure(stream: MediaStream): Meter {
  const context = new AudioContext();
  const close = (): void => {
    // It has no one to answer to: what is closed already stays closed.
    context.close().catch(() => undefined);
  };
  // Some engines begin in silence. Where that stays so, the level stays at nothing.
  context.resume().catch(() => undefined);
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  try {
    context.createMediaStreamSource(stream).connect(analyser);
  } catch (error) {
    close();
    throw error;
  }
  const samples = new Float32Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
      return Math.min(1, Math.sqrt(power) * 4);
    },
    close,
  };
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function kindHere(): string | undefined {
  if (typeof MediaRecorder !== "function" || typeof AudioContext !== "function") return undefined;
  // Outside of a secure context there is none.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  return devices === undefined ? undefined : KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
}

function whyOf(error: unknown): "denied" | "none" | "failed" {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" ? "none" : "failed";
}
