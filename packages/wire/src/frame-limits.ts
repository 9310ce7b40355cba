/** The limits that a frame's codec needs, apart from the relay's own: a page fetches these and not those. */
export const FRAME_LIMITS = {
  ticketBytesMax: 512,
  stunServersMax: 4,
  phraseAddresses: 4_194_304,
} as const;
