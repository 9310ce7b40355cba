/** What a room for many begins with, and what a person can choose of it. */
export interface Wishes {
  readonly endsSeconds: number;
  readonly fadesSeconds: number;
  /** "Ask before letting people in". */
  readonly asks: boolean;
  readonly endsWithOwner: boolean;
}

const HOUR = 3_600;
const DAY = 24 * HOUR;

export const ENDS_SECONDS: readonly number[] = [HOUR, DAY, 7 * DAY, 0];
export const FADES_SECONDS: readonly number[] = [0, 10, 30, 60, 300, HOUR];

export const PRESETS = {
  none: { endsSeconds: DAY, fadesSeconds: 0, asks: false, endsWithOwner: false },
  /** One comes after the other, and each is let in when it is their turn. */
  interview: { endsSeconds: HOUR, fadesSeconds: 0, asks: true, endsWithOwner: true },
  /** People join in a hurry, and come and go for a day. */
  incident: { endsSeconds: DAY, fadesSeconds: 0, asks: false, endsWithOwner: false },
  retrospective: { endsSeconds: HOUR, fadesSeconds: 0, asks: false, endsWithOwner: true },
  feedback: { endsSeconds: DAY, fadesSeconds: 300, asks: false, endsWithOwner: true },
  study: { endsSeconds: 7 * DAY, fadesSeconds: 0, asks: false, endsWithOwner: false },
  coffee: { endsSeconds: HOUR, fadesSeconds: 60, asks: false, endsWithOwner: false },
  games: { endsSeconds: DAY, fadesSeconds: 300, asks: false, endsWithOwner: false },
} as const satisfies Readonly<Record<string, Wishes>>;

export type Preset = keyof typeof PRESETS;
