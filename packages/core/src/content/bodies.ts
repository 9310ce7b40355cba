import { profileBody } from "./profile.ts";
import { signalBody } from "./signal.ts";
import { textBody } from "./text.ts";

/** The bodies of content by kind: what a person or the program says, to bytes and back (spec/content.md 3). */
export const bodies: {
  readonly text: typeof textBody;
  readonly profile: typeof profileBody;
  readonly signal: typeof signalBody;
} = { text: textBody, profile: profileBody, signal: signalBody };
