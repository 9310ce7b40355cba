import { admissions } from "../admission/admissions.ts";
import { beginChain, extendChain } from "./chain.ts";
import { comparisons } from "./compare.ts";
import { absentBody, GROUP_KIND } from "./content.ts";
import { createGroup, makeJoinerKeys, wipeJoinerKeys } from "./create.ts";
import { authenticatorOf, exportKey } from "./export.ts";
import { joinGroup } from "./join.ts";
import { GROUP_LIMITS } from "./limits.ts";
import { memberTag } from "./member.ts";
import { propose } from "./propose.ts";
import { sealContent } from "./seal.ts";
import { expireKeys, wipeGroup } from "./state.ts";
import { take } from "./take.ts";

/** All that a client does with a group, by its states (state.ts). What each takes, promises and refuses stands with it. */
export const groups: {
  readonly create: typeof createGroup;
  /** Of somebody who wants to be added: made, used by `join`, else erased. */
  readonly makeKeys: typeof makeJoinerKeys;
  readonly wipeKeys: typeof wipeJoinerKeys;
  readonly join: typeof joinGroup;
  /** Update, add, remove, settings: a commit that waits until `take` meets it at its place, or another's that came first. */
  readonly propose: typeof propose;
  /** Each frame, at its place: others' and our own. */
  readonly take: typeof take;
  /** Something that is said; it counts when `take` meets it at its place. */
  readonly seal: typeof sealContent;
  readonly export: typeof exportKey;
  readonly authenticator: typeof authenticatorOf;
  readonly expireKeys: typeof expireKeys;
  readonly wipe: typeof wipeGroup;
  readonly tag: typeof memberTag;
  /** What all members saw, in one value (spec/group.md 10). */
  readonly chain: { readonly begin: typeof beginChain; readonly extend: typeof extendChain };
  /** Getting in: the channel to one member, passwords, invitations, the owner's commands (spec/admission.md). */
  readonly admissions: typeof admissions;
  /** The safety check between two members (spec/group.md 18). */
  readonly comparisons: typeof comparisons;
  readonly absentBody: typeof absentBody;
  readonly KIND: typeof GROUP_KIND;
  readonly LIMITS: typeof GROUP_LIMITS;
} = {
  create: createGroup,
  makeKeys: makeJoinerKeys,
  wipeKeys: wipeJoinerKeys,
  join: joinGroup,
  propose,
  take,
  seal: sealContent,
  export: exportKey,
  authenticator: authenticatorOf,
  expireKeys,
  wipe: wipeGroup,
  tag: memberTag,
  chain: { begin: beginChain, extend: extendChain },
  admissions,
  comparisons,
  absentBody,
  KIND: GROUP_KIND,
  LIMITS: GROUP_LIMITS,
};
