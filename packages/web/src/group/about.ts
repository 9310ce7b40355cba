/** What a dialog of a room for many is about: a member, choosing a new owner, or deleting the room. */
export type About =
  | { readonly what: "member"; readonly member: string }
  | { readonly what: "hand-over" }
  | { readonly what: "end" };
