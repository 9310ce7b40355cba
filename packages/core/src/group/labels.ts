/** Group rooms' rows of the label table (spec/README.md 3), in its order. */
export const GROUP_LABELS = {
  groupMember: "tacet/v1/group/member",
  groupOuter: "tacet/v1/group/outer",
  groupFrame: "tacet/v1/group/frame",
  groupChain: "tacet/v1/group/chain",
  groupSafetyCommitment: "tacet/v1/group/safety-commitment",
  groupSafety: "tacet/v1/group/safety",
} as const;
