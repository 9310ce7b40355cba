/*
 * What goes into the room machine and what comes out of it. All of it is plain data. Secrets stay behind `crypto` jobs: the machine
 * knows blocks, epochs and counts, never a key, so a recording of its inputs and effects betrays nothing that the relay and the
 * face do not see anyway (what people say passes through, as it must).
 */
import type { Frame, PathPolicy, handshakes } from "@tacet/core";
import type { AdmitMode, RoomAnswer, RoomRequest } from "@tacet/wire";
import type { RoomCommand, RoomEvent } from "../face.ts";
import type { FilesInput, FilesSay } from "../files/state.ts";
import type { InvitingInput } from "../phrase/inviting.ts";
import type { HttpRefusal, PeerCommand, PeerEvent, SocketCommand, SocketEvent } from "../ports.ts";
import type { DoorPart } from "./door-part.ts";

/** Whether one may come back to the room, and whether this session is such a return (spec/pair.md 2). */
export type Rejoin = Parameters<typeof handshakes.initiate>[1]["policy"]["rejoin"];

/** A path as it was at one moment: the number is the socket's connection or the peer connection's generation. */
export interface Route {
  readonly path: "relay" | "direct";
  readonly number: number;
}

/** When an input happened, by both clocks (spec/pair.md 8). */
export interface Moment {
  readonly nowMs: number;
  readonly wallMs: number;
}

/** `id` is 16 fresh random bytes: the identity of the content that this command may make, and the seed of jitter. */
export type Input =
  | { readonly from: "face"; readonly command: RoomCommand; readonly id: Uint8Array }
  | { readonly from: "http"; readonly answer: RoomAnswer | HttpRefusal }
  | { readonly from: "socket"; readonly event: SocketEvent }
  | { readonly from: "peer"; readonly event: PeerEvent }
  | { readonly from: "crypto"; readonly result: JobResult }
  | { readonly from: "files"; readonly says: FilesSay }
  | { readonly from: "clock" }
  /** The steps of a return room are loaded, or did not load: the one input that is no plain data. */
  | { readonly from: "door"; readonly part: DoorPart | null }
  /** A step, an effect or a job threw: a mistake of ours or of the platform, never shown to anybody else. */
  | { readonly from: "fault" };

export type Effect =
  | { readonly to: "face"; readonly event: RoomEvent }
  | { readonly to: "http"; readonly origin: string; readonly request: RoomRequest }
  | { readonly to: "socket"; readonly command: SocketCommand }
  | { readonly to: "peer"; readonly command: PeerCommand }
  /** Phrases have a machine of their own (phrase/inviting.ts). */
  | { readonly to: "phrase"; readonly input: InvitingInput }
  /** So have files (files/step.ts). */
  | { readonly to: "files"; readonly input: FilesInput }
  /** To load the steps of a return room (door/). */
  | { readonly to: "door" }
  | { readonly to: "crypto"; readonly job: Job };

export type StreamName = "signal" | "talk";

/** Which content a sealed frame carries, so that its receipt can say `sent`. */
export interface Tag {
  readonly stream: StreamName;
  readonly order: number;
  /** It names an address: it is thrown away where the path has become `relayed` meanwhile. */
  readonly names?: true;
}

/** Cryptography, carried out strictly one after the other (job-queue.ts). Each job is answered by its result, unless a `wipe` overtakes it. */
export type Job =
  | {
      readonly job: "create";
      readonly ttlSeconds: number | null;
      readonly path: PathPolicy;
      readonly rejoin?: false | undefined;
    }
  | { readonly job: "invite"; readonly roomId: string; readonly origin: string }
  | { readonly job: "join"; readonly invitation: string }
  | {
      readonly job: "admit";
      readonly connection: number;
      readonly mode: AdmitMode;
      readonly ticket: Uint8Array;
    }
  /** R's path is null where it has no wish of its own. */
  | {
      readonly job: "attempt";
      readonly attempt: number;
      readonly path: PathPolicy | null;
      /** I's: whether one may come back. Then the invite key is kept. */
      readonly rejoin?: Rejoin;
    }
  | { readonly job: "handshake"; readonly attempt: number; readonly block: Uint8Array }
  | { readonly job: "forget-handshake" }
  | DoorJob
  | {
      readonly job: "seal";
      readonly route: Route;
      readonly frame: Frame;
      readonly tag: Tag | null;
      readonly previousEpoch: boolean;
    }
  | { readonly job: "open"; readonly route: Route; readonly block: Uint8Array; readonly nowMs: number }
  /** Makes rk1, and seals it if `sealed` says for which path; or erases what was made, because it was never sent. */
  | {
      readonly job: "rekey-begin";
      readonly sealed: { readonly route: Route; readonly acks: Frame["acks"] } | null;
    }
  | { readonly job: "rekey-abandon" }
  | { readonly job: "rekey-answer"; readonly route: Route; readonly body: Uint8Array }
  | {
      readonly job: "rekey-finish";
      readonly route: Route;
      readonly body: Uint8Array;
      readonly nowMs: number;
    }
  /** Reads what people compare; its bytes stay where they are. */
  | { readonly job: "safety" }
  /** Content that held a secret and will not be sent again: its turn comes after all seals that were asked for before. */
  | { readonly job: "erase"; readonly secrets: readonly Uint8Array[] }
  | { readonly job: "expire"; readonly nowMs: number }
  | { readonly job: "wipe" };

/** A knock (spec/pair.md 9): its m1, a block for it, its end; and what ends a session without the room: the other side's leaving, and letting in. */
export type DoorJob = { readonly job: "door" } & (
  | { readonly does: "begin"; readonly knock: number; readonly path: PathPolicy }
  | { readonly does: "offer"; readonly knock: number; readonly block: Uint8Array }
  | { readonly does: "drop" }
  | { readonly does: "admit" | "vacate"; readonly ends: true }
);

/** `m1` is to be sent; `proven` says that the other side confirmed; `admitted` brings the session. */
export type DoorResult = { readonly did: "door" } & (
  | { readonly what: "m1"; readonly knock: number; readonly block: Uint8Array }
  | { readonly what: "proven" | "failed" | "nothing"; readonly knock: number }
  | { readonly what: "admitted"; readonly outcome: (HandshakeOutcome & { kind: "established" }) | null }
  | { readonly what: "vacated" }
);

/** A frame for a path that may still be opening. No block: the epoch has no frame left. */
export interface SealedAhead {
  readonly route: Route;
  readonly block: Uint8Array | null;
}

/** What the machine may know of the session: no key, and nothing that changes without a job. */
export interface SessionView {
  readonly epoch: number;
  readonly framesSent: number;
  readonly framesReceived: number;
  /** Sealed blocks of the present epoch; for R, while I has not entered it, of the one before too. */
  readonly farewells: readonly Uint8Array[];
}

export type HandshakeOutcome =
  | { readonly kind: "dropped" }
  /** The attempt is over; the block is given back, because it may belong to the other side's next attempt. */
  | { readonly kind: "failed"; readonly block: Uint8Array }
  /** R's m2 with the path it will be, or I's m3 for a repeated m2. */
  | {
      readonly kind: "answer";
      readonly block: Uint8Array;
      readonly path: PathPolicy | null;
      readonly rejoin?: Rejoin;
    }
  | {
      readonly kind: "established";
      readonly view: SessionView;
      readonly path: PathPolicy;
      /** What the other side asks for. */
      readonly otherPath: PathPolicy;
      readonly rejoin?: Rejoin;
      readonly block: Uint8Array | null;
    };

export type OpenOutcome =
  | { readonly kind: "dropped" }
  | { readonly kind: "early"; readonly block: Uint8Array }
  | { readonly kind: "frame"; readonly epoch: number; readonly frame: Frame }
  | { readonly kind: "farewell" };

export type JobResult =
  | { readonly did: "create"; readonly request: RoomRequest }
  /** Null: no invitation can name this relay (spec/invite.md 2), or the relay's room id is none. */
  | { readonly did: "invite"; readonly spelled: { readonly link: string; readonly code: string } | null }
  /** `roomId: null`: the text is no invitation. */
  | { readonly did: "join"; readonly roomId: string | null; readonly origin: string | null }
  | { readonly did: "admit"; readonly connection: number; readonly bytes: Uint8Array }
  /** I's m1; R has nothing to send yet. */
  | { readonly did: "attempt"; readonly attempt: number; readonly block: Uint8Array | null }
  | { readonly did: "handshake"; readonly attempt: number; readonly outcome: HandshakeOutcome }
  | {
      readonly did: "seal";
      readonly route: Route;
      readonly tag: Tag | null;
      /** Null: the epoch has no frame left. */
      readonly block: Uint8Array | null;
      readonly view: SessionView;
    }
  | {
      readonly did: "open";
      readonly route: Route;
      readonly outcome: OpenOutcome;
      readonly view: SessionView;
    }
  | {
      readonly did: "rekey-begin";
      readonly body: Uint8Array;
      readonly sealed: SealedAhead | null;
      readonly view: SessionView;
    }
  | {
      readonly did: "rekey-answer";
      readonly route: Route;
      readonly answer: { readonly view: SessionView; readonly body: Uint8Array } | null;
    }
  | { readonly did: "rekey-finish"; readonly route: Route; readonly view: SessionView | null }
  /** Null without a session. */
  | {
      readonly did: "safety";
      readonly check: { readonly emoji: readonly number[]; readonly words: readonly number[] } | null;
    }
  | DoorResult
  | { readonly did: "wipe" }
  /** A job met a state it has no answer for; the queue goes on. */
  | { readonly did: "nothing" };
