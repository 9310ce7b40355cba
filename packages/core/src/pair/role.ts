/** The initiator made the invitation, the responder used it (spec/pair.md 1). The relay's word on it counts nothing. */
export type Role = "initiator" | "responder";

/** The role byte. */
export function roleByte(role: Role): 0 | 1 {
  return role === "initiator" ? 0 : 1;
}
