/** How likely each thing is at each turn, in parts of their sum. */
export interface Pattern {
  readonly name: string;
  readonly sayI: number;
  readonly sayR: number;
  readonly deliver: number;
  readonly rekey: number;
  readonly wait: number;
  readonly longWait: number;
  readonly theft: number;
  /** Percent of deliveries that the network spoils, and of those that it loses. */
  readonly hostile: number;
  readonly lossy: number;
}

const calm = {
  sayI: 20,
  sayR: 20,
  deliver: 50,
  rekey: 3,
  wait: 6,
  longWait: 1,
  theft: 3,
  hostile: 15,
  lossy: 5,
};

/** Named traffic: each stresses one rule. */
export const PATTERNS: readonly Pattern[] = [
  { ...calm, name: "talk" },
  { ...calm, name: "one side talks", sayR: 1 },
  { ...calm, name: "nothing arrives for long", deliver: 15, wait: 15 },
  { ...calm, name: "rekeys all the time", rekey: 25 },
  { ...calm, name: "rekeys over a lossy path", rekey: 20, lossy: 40 },
  { ...calm, name: "pauses past the 60 s", longWait: 12, rekey: 6 },
  { ...calm, name: "hostile network", hostile: 60 },
  { ...calm, name: "thefts at every turn", theft: 25, rekey: 6 },
];
