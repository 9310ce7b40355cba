/** What a dialog of a room for many is about: a member, removing one, choosing a new owner, leaving as the owner, or deleting the room. */
export type About =
  | { readonly what: "member"; readonly member: string }
  | { readonly what: "remove"; readonly member: string }
  | { readonly what: "hand-over" }
  | { readonly what: "leave" }
  | { readonly what: "end" };
