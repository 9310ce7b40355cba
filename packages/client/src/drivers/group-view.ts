import { base64url } from "@tacet/core";
import type { groups } from "@tacet/core/group";
import type { GroupView, SettingsChange, SettingsView, WishFor } from "../group/messages.ts";

type GroupState = Awaited<ReturnType<typeof groups.create>>;
type Settings = GroupState["settings"];
type Wish = Parameters<typeof groups.propose>[2];

/** What the machine may know of a group: what all its members have in common, and no key. */
export function viewOf({ epoch, self, members, settings, pending, evidence }: GroupState): GroupView {
  const isAbsent = (by: ReadonlySet<number>): boolean => 2 * by.size > members.length - 1;
  return {
    epoch,
    self: self.leaf,
    members: members.map(({ leaf, tag }) => ({ leaf, tag: base64url.encode(tag) })),
    settings: settingsView(settings),
    pending,
    left: [...evidence.left],
    absent: [...evidence.absent].filter(([, by]) => isAbsent(by)).map(([leaf]) => leaf),
  };
}

export function settingsView(settings: Settings): SettingsView {
  const { admission, path, password, endsWithOwner, disappearingSeconds, capacity } = settings;
  return {
    owner: base64url.encode(settings.owner),
    admission,
    path,
    password,
    endsWithOwner,
    disappearingSeconds,
    capacity,
    moderators: settings.moderators.map((tag) => base64url.encode(tag)),
  };
}

/** What is asked for, in the present epoch; null where those whom it names are not here. */
export function wishOf(state: GroupState, want: WishFor, keyPackage: Uint8Array | null): Wish | null {
  switch (want.kind) {
    case "update":
      return { kind: "update" };
    case "add":
      return keyPackage === null ? null : { kind: "add", keyPackage };
    case "remove": {
      const named = state.members.filter(
        ({ leaf, tag }) => leaf !== state.self.leaf && want.members.includes(base64url.encode(tag)),
      );
      return named.length === 0 ? null : { kind: "remove", leaves: named.map(({ leaf }) => leaf) };
    }
    default:
      return { kind: "settings", settings: changed(state.settings, want.change) };
  }
}

function changed(settings: Settings, { owner, moderator, ...rest }: SettingsChange): Settings {
  const next = { ...settings, ...rest, change: settings.change + 1 };
  const named = owner === undefined ? settings.owner : (base64url.decode(owner) ?? settings.owner);
  const ownerText = base64url.encode(named);
  const tags = new Set(settings.moderators.map((tag) => base64url.encode(tag)));
  if (moderator?.value === true) tags.add(moderator.member);
  if (moderator?.value === false) tags.delete(moderator.member);
  tags.delete(ownerText);
  const moderators = [...tags].flatMap((tag) => base64url.decode(tag) ?? []).sort(compare);
  return { ...next, owner: named, moderators };
}

/** Public values: no need to hide the time. */
function compare(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
