import { editBody } from "./edit.ts";
import { idBody } from "./id.ts";
import { policyBody } from "./policy.ts";
import { profileBody } from "./profile.ts";
import { reactionBody } from "./reaction.ts";
import { signalBody } from "./signal.ts";
import { textBody } from "./text.ts";

/** The bodies of content by kind: what a person or the program says, to bytes and back (spec/content.md 3). */
export const bodies: {
  readonly signal: typeof signalBody;
  readonly policy: typeof policyBody;
  readonly text: typeof textBody;
  readonly profile: typeof profileBody;
  readonly edit: typeof editBody;
  readonly delete: typeof idBody;
  readonly reaction: typeof reactionBody;
  readonly receipt: typeof idBody;
} = {
  signal: signalBody,
  policy: policyBody,
  text: textBody,
  profile: profileBody,
  edit: editBody,
  delete: idBody,
  reaction: reactionBody,
  receipt: idBody,
};
