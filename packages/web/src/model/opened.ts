export interface Opened {
  readonly page: "landing" | "room";
  /** The link as it was opened, fragment and all; null on the landing page, and once it has been taken. */
  readonly link: string | null;
  readonly hasKey: boolean;
}

/** What an address opens. */
export function readAddress(at: {
  readonly href: string;
  readonly pathname: string;
  readonly hash: string;
}): Opened {
  const room = at.pathname.startsWith("/rooms/");
  return { page: room ? "room" : "landing", link: room ? at.href : null, hasKey: at.hash.length > 1 };
}
