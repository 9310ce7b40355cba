/** What the rule of spec/group.md 6 says of commits, written down as the table there has it. */

/**
 * Rooms of four: leaf 0 is the owner, leaf 1 a moderator where it is said. `proposals` and `path` are words that the test turns into a commit.
 */
interface Rule {
  readonly by: number;
  readonly proposals: readonly string[];
  readonly path?: string;
  readonly room?: object;
}
const rule = (name: string, it: Rule, expect: string): object => ({ name: `rule: ${name}`, ...it, expect });
const moderated = { moderators: [1] };
const pending = { pending: 3 };
export const ruleCases: readonly object[] = [
  rule("an update", { by: 2, proposals: [], path: "right" }, "valid"),
  rule("a member adds", { by: 2, proposals: ["add"] }, "valid"),
  rule("the owner removes", { by: 0, proposals: ["remove 2"], path: "right" }, "valid"),
  rule("the owner removes two", { by: 0, proposals: ["remove 1", "remove 2"], path: "right" }, "valid"),
  rule("a moderator removes", { by: 1, proposals: ["remove 2"], path: "right", room: moderated }, "valid"),
  rule(
    "one who left is removed",
    { by: 2, proposals: ["remove 3"], path: "right", room: { left: [3] } },
    "valid",
  ),
  rule(
    "an owner who left is removed",
    { by: 2, proposals: ["remove 0"], path: "right", room: { left: [0] } },
    "valid",
  ),
  rule(
    "one who is absent is removed",
    { by: 2, proposals: ["remove 3"], path: "right", room: { absent: { 3: [1, 2] } } },
    "valid",
  ),
  rule("settings by the owner", { by: 0, proposals: ["settings"] }, "valid"),
  rule("the owner hands over", { by: 0, proposals: ["settings owner 2"] }, "valid"),
  rule("a newcomer updates", { by: 3, proposals: [], path: "right", room: pending }, "valid"),
  rule(
    "a newcomer is removed by any",
    { by: 2, proposals: ["remove 3"], path: "right", room: pending },
    "valid",
  ),
  rule(
    "a moderator adds under lock",
    { by: 1, proposals: ["add"], room: { ...moderated, admission: "locked" } },
    "valid",
  ),

  rule(
    "the owner adds a moderator of before",
    { by: 0, proposals: ["add"], room: { moderators: [1, "joiner"] } },
    "valid",
  ),

  rule("a proposal by reference", { by: 0, proposals: ["reference"], path: "right" }, "reference"),
  rule(
    "a reference beside what is allowed",
    { by: 0, proposals: ["remove 2", "reference"], path: "right" },
    "reference",
  ),
  ...["update-proposal", "psk", "reinit", "external-init", "custom"].flatMap((kind) => [
    rule(kind, { by: 0, proposals: [kind], path: "right" }, "kind"),
    rule(`${kind} of a member`, { by: 2, proposals: [kind] }, "kind"),
  ]),
  rule("two adds", { by: 0, proposals: ["add", "add"] }, "shape"),
  rule("an add and a removal", { by: 0, proposals: ["add", "remove 2"], path: "right" }, "shape"),
  rule("a removal and an add", { by: 0, proposals: ["remove 2", "add"], path: "right" }, "shape"),
  rule("a removal and a PSK", { by: 0, proposals: ["remove 2", "psk"], path: "right" }, "shape"),
  rule("settings twice", { by: 0, proposals: ["settings", "settings"] }, "shape"),
  rule("settings and an add", { by: 0, proposals: ["settings", "add"] }, "shape"),
  rule("a leaf removed twice", { by: 0, proposals: ["remove 2", "remove 2"], path: "right" }, "shape"),
  rule("removals in falling order", { by: 0, proposals: ["remove 2", "remove 1"], path: "right" }, "shape"),
  rule("an add before the newcomer's update", { by: 0, proposals: ["add"], room: pending }, "pending"),
  rule("an update of another before it", { by: 0, proposals: [], path: "right", room: pending }, "pending"),
  rule("the newcomer adds first", { by: 3, proposals: ["add"], room: pending }, "pending"),
  rule(
    "the newcomer removes first",
    { by: 3, proposals: ["remove 2"], path: "right", room: { ...pending, left: [2] } },
    "pending",
  ),
  rule(
    "the newcomer is removed with another",
    { by: 0, proposals: ["remove 2", "remove 3"], path: "right", room: pending },
    "pending",
  ),
  rule(
    "the newcomer is removed first, and another with it",
    { by: 0, proposals: ["remove 1", "remove 2"], path: "right", room: { pending: 1 } },
    "pending",
  ),
  rule(
    "another is removed before it",
    { by: 0, proposals: ["remove 2"], path: "right", room: pending },
    "pending",
  ),
  rule("settings before it", { by: 0, proposals: ["settings"], room: pending }, "pending"),
  rule("an update without a path", { by: 2, proposals: [] }, "path"),
  rule("a removal without a path", { by: 0, proposals: ["remove 2"] }, "path"),
  rule("an add with a path", { by: 0, proposals: ["add"], path: "right" }, "path"),
  rule("settings with a path", { by: 0, proposals: ["settings"], path: "right" }, "path"),
  ...[
    "other signature",
    "other credential",
    "other capabilities",
    "an extension",
    "a short leaf key",
    "a coefficient too large in the leaf key",
    "a leaf key of low order",
  ].flatMap((path) => [
    rule(`a path's leaf with ${path}`, { by: 2, proposals: [], path }, "path-leaf"),
    rule(`a removal's leaf with ${path}`, { by: 0, proposals: ["remove 2"], path }, "path-leaf"),
  ]),
  rule("the leaf's own old key", { by: 2, proposals: [], path: "own key" }, "path-keys"),
  rule("a key of another leaf", { by: 2, proposals: [], path: "leaf key" }, "path-keys"),
  rule("a key of a parent", { by: 2, proposals: [], path: "parent key" }, "path-keys"),
  rule("a key twice", { by: 2, proposals: [], path: "twice" }, "path-keys"),
  ...["node key with a coefficient too large", "node key of low order"].map((path) =>
    rule(`a ${path}`, { by: 2, proposals: [], path }, "path-keys"),
  ),
  rule("a short node key", { by: 2, proposals: [], path: "short key" }, "path-keys"),
  rule("a node less", { by: 2, proposals: [], path: "node less" }, "path-nodes"),
  rule("a node more", { by: 2, proposals: [], path: "node more" }, "path-nodes"),
  rule("a ciphertext less", { by: 2, proposals: [], path: "ciphertext less" }, "path-nodes"),
  rule("a ciphertext more", { by: 2, proposals: [], path: "ciphertext more" }, "path-nodes"),
  rule("a short ciphertext", { by: 2, proposals: [], path: "short ciphertext" }, "path-nodes"),
  rule("a short encapsulation", { by: 2, proposals: [], path: "short encapsulation" }, "path-nodes"),
  ...[
    "an extension",
    "a leaf extension",
    "one key for both",
    "other credential",
    "other capabilities",
    "a lifetime",
    "a short init key",
    "a coefficient too large in the init key",
    "an init key of low order",
    "a coefficient too large in the leaf key",
    "a leaf key of low order",
  ].map((flaw) =>
    rule(`a key package with ${flaw}`, { by: 0, proposals: [`add with ${flaw}`] }, "key-package"),
  ),
  ...["a leaf key of the tree", "an init key of the tree", "a signature key of the tree"].map((flaw) =>
    rule(`a key package with ${flaw}`, { by: 0, proposals: [`add with ${flaw}`] }, "known-key"),
  ),
  rule("one more than the room holds", { by: 0, proposals: ["add"], room: { capacity: 4 } }, "full"),
  rule("one more, by a member", { by: 2, proposals: ["add"], room: { capacity: 4 } }, "full"),
  ...(
    [
      ["by a member", 2, [1, "joiner"]],
      ["by another moderator", 1, [1, "joiner"]],
    ] as const
  ).map(([who, by, moderators]) =>
    rule(
      `a moderator of before is added ${who}`,
      { by, proposals: ["add"], room: { moderators } },
      "not-allowed",
    ),
  ),
  rule("a member adds under lock", { by: 2, proposals: ["add"], room: { admission: "locked" } }, "locked"),
  rule(
    "another adds under lock",
    { by: 3, proposals: ["add"], room: { ...moderated, admission: "locked" } },
    "locked",
  ),
  rule("a leaf that is nobody", { by: 0, proposals: ["remove 5"], path: "right" }, "nobody"),
  rule("a leaf beyond the tree", { by: 0, proposals: ["remove 4000000000"], path: "right" }, "nobody"),
  rule("the owner removes itself", { by: 0, proposals: ["remove 0"], path: "right" }, "oneself"),
  rule(
    "one who left removes itself",
    { by: 2, proposals: ["remove 2"], path: "right", room: { left: [2] } },
    "oneself",
  ),
  rule("a member removes", { by: 2, proposals: ["remove 3"], path: "right" }, "not-allowed"),
  rule("a member removes the owner", { by: 2, proposals: ["remove 0"], path: "right" }, "not-allowed"),
  rule(
    "a moderator removes the owner",
    { by: 1, proposals: ["remove 0"], path: "right", room: moderated },
    "not-allowed",
  ),
  rule(
    "a moderator removes a moderator",
    { by: 1, proposals: ["remove 2"], path: "right", room: { moderators: [1, 2] } },
    "not-allowed",
  ),
  rule(
    "one who left and one who did not",
    { by: 2, proposals: ["remove 1", "remove 3"], path: "right", room: { left: [3] } },
    "not-allowed",
  ),
  rule(
    "too few find it absent",
    { by: 2, proposals: ["remove 3"], path: "right", room: { absent: { 3: [2] } } },
    "not-allowed",
  ),
  rule(
    "all find the owner absent",
    { by: 2, proposals: ["remove 0"], path: "right", room: { absent: { 0: [1, 2, 3] } } },
    "not-allowed",
  ),
  rule(
    "all find a moderator absent",
    { by: 2, proposals: ["remove 1"], path: "right", room: { ...moderated, absent: { 1: [0, 2, 3] } } },
    "not-allowed",
  ),
  rule("settings by a member", { by: 2, proposals: ["settings"] }, "not-allowed"),
  rule("settings by a moderator", { by: 1, proposals: ["settings"], room: moderated }, "not-allowed"),
  rule("a member makes itself owner", { by: 2, proposals: ["settings owner 2"] }, "not-allowed"),
  ...[
    "skipped",
    "repeated",
    "owner nobody",
    "for fewer",
    "garbage",
    "of another type",
    "and another extension",
  ].map((flaw) => rule(`settings ${flaw}`, { by: 0, proposals: [`settings ${flaw}`] }, "settings")),
];
