import { admit, wipeAdmitter } from "./admitter-state.ts";
import { stepAdmitter } from "./admitter.ts";
import { answererOf, decodeAsk, encodeAsk } from "./ask.ts";
import { passwordGuard } from "./guard.ts";
import { decodeHeader } from "./header.ts";
import { groupInvitations } from "./invitation.ts";
import { join, wipeJoiner } from "./joiner-state.ts";
import { stepJoiner } from "./joiner.ts";
import { ADMISSION_LIMITS } from "./limits.ts";
import { passwords } from "./password.ts";
import { returns } from "./returning.ts";
import { roomKeys } from "./room-key.ts";

/** Getting into a room for many (spec/admission.md). What each takes, promises and refuses stands with it. */
export const admissions: {
  readonly ask: { readonly encode: typeof encodeAsk; readonly decode: typeof decodeAsk };
  /** Which member's turn it is to answer an ask. */
  readonly answerer: typeof answererOf;
  /** Kind and attempt of a block: whose it is. */
  readonly header: typeof decodeHeader;
  /** A member's side of an attempt. */
  readonly admitter: {
    readonly begin: typeof admit;
    readonly step: typeof stepAdmitter;
    readonly wipe: typeof wipeAdmitter;
  };
  /** The side of who wants in. */
  readonly joiner: {
    readonly begin: typeof join;
    readonly step: typeof stepJoiner;
    readonly wipe: typeof wipeJoiner;
  };
  readonly invitations: typeof groupInvitations;
  readonly passwords: typeof passwords;
  readonly passwordGuard: typeof passwordGuard;
  readonly returns: typeof returns;
  readonly roomKeys: typeof roomKeys;
  readonly LIMITS: typeof ADMISSION_LIMITS;
} = {
  ask: { encode: encodeAsk, decode: decodeAsk },
  answerer: answererOf,
  header: decodeHeader,
  admitter: { begin: admit, step: stepAdmitter, wipe: wipeAdmitter },
  joiner: { begin: join, step: stepJoiner, wipe: wipeJoiner },
  invitations: groupInvitations,
  passwords,
  passwordGuard,
  returns,
  roomKeys,
  LIMITS: ADMISSION_LIMITS,
};
