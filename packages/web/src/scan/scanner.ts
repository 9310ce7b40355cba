import { signal } from "@preact/signals";
import { looksLikeWords } from "../model/draft.ts";
import { type Sentence } from "../text/text.ts";
import { text } from "../text/scan-text.ts";

/** So long after one look comes the next one: a steady hand is soon read, and a cheap phone stays cool. */
const PAUSE_MS = 100;

/** Why there is no picture; the names are those of the dictionary. */
export type CameraFault = "denied" | "none" | "busy" | "stopped";

/** An open camera. It stays lit until it is closed. */
export interface Camera {
  /** The text of a QR code in what it sees now; null where there is none. */
  read(): Promise<string | null>;
  close(): void;
  /** Called when it stops by itself: it was unplugged, or taken away. */
  onStopped(report: () => void): void;
}

export interface ScannerPorts {
  /** Asks for the camera. Rejects with a fault's name as the error's message where there is none to be had. */
  openCamera(): Promise<Camera | CameraFault>;
  after(ms: number, run: () => void): () => void;
  /** Takes a text as if it were pasted; answers with a sentence when it opens nothing. */
  enter(entry: string): Promise<Sentence | null>;
}

/**
 * Looks for an invitation with the camera:
 *
 *     asking ──granted──> looking ──a room's code──> over
 *        └──────────────────┴──no camera (any more)──> a fault ──again──> asking
 *
 * What is found goes the way of a pasted link, and joins nothing. Of a code that is none of a room's it is said so once, and the
 * looking goes on. However it ends, the camera is closed at once.
 */
export class Scanner {
  readonly state = signal<"asking" | "looking" | CameraFault>("asking");
  /** What is wrong with the code that was read last. */
  readonly fault = signal<Sentence | null>(null);
  readonly #ports: ScannerPorts;
  #camera: Camera | null = null;
  #cancel: (() => void) | null = null;
  #last = "";
  /** Counts beginnings and ends: an answer to an earlier question changes nothing any more. */
  #round = 0;

  constructor(ports: ScannerPorts) {
    this.#ports = ports;
  }

  async start(): Promise<void> {
    const round = this.#stop();
    this.state.value = "asking";
    const camera = await this.#ports.openCamera();
    if (round !== this.#round) {
      // Whoever closed the dialog before the answer wants no camera.
      if (typeof camera !== "string") camera.close();
    } else if (typeof camera === "string") this.state.value = camera;
    else this.#look(camera, round);
  }

  stop(): void {
    this.#stop();
  }

  #stop(): number {
    this.#round += 1;
    this.#cancel?.();
    this.#camera?.close();
    this.#cancel = null;
    this.#camera = null;
    this.#last = "";
    this.fault.value = null;
    return this.#round;
  }

  #look(camera: Camera, round: number): void {
    this.#camera = camera;
    this.state.value = "looking";
    camera.onStopped(() => {
      if (round !== this.#round) return;
      this.#stop();
      this.state.value = "stopped";
    });
    const next = (): void => {
      // A picture that cannot be read is one without a code.
      this.#read(camera, round)
        .catch(() => undefined)
        .finally(() => {
          if (round === this.#round) this.#cancel = this.#ports.after(PAUSE_MS, next);
        });
    };
    next();
  }

  async #read(camera: Camera, round: number): Promise<void> {
    const found = await camera.read();
    if (found === null || found === this.#last || round !== this.#round) return;
    this.#last = found;
    // Words would join by themselves; a code is only ever an invitation that is shown.
    const fault = looksLikeWords(found) ? () => text.other : await this.#ports.enter(found);
    if (round !== this.#round) return;
    if (fault === null) this.#stop();
    else this.fault.value = found.includes("/rooms/") ? fault : () => text.other;
  }
}
