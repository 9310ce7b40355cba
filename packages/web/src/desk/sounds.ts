/** Soft sounds, made here and now: no file is fetched for them. */

export type Sound = "message" | "join" | "leave" | "end";

/** Pitches in Hz, one after the other; and how long each of them fades. */
const NOTES: Readonly<Record<Sound, { readonly hz: readonly number[]; readonly fadeS: number }>> = {
  message: { hz: [587], fadeS: 0.16 },
  join: { hz: [392, 523], fadeS: 0.22 },
  leave: { hz: [523, 392], fadeS: 0.22 },
  end: { hz: [392, 330, 262], fadeS: 0.4 },
};

/** Each note begins so long after the one before it. */
const STEP_S = 0.13;
/** Of the loudest that there is. */
const LOUDNESS = 0.06;
/** A sound rises so long: without it there is a click. */
const RISE_S = 0.012;
/** A burst of messages is one sound. */
const GAP_S_MIN = 0.5;

export interface Sounds {
  play(sound: Sound): void;
}

/** `open` makes what plays; it is asked at the first sound, and by a browser that plays nothing before a press is given it later. */
export function createSounds(open: () => AudioContext): Sounds {
  let context: AudioContext | null = null;
  let last = Number.NEGATIVE_INFINITY;
  return {
    play(sound) {
      context ??= open();
      // It may have been put to sleep, or not have been woken yet. Where it stays asleep, there is silence.
      if (context.state !== "running") context.resume().catch(() => undefined);
      const now = context.currentTime;
      if (sound === "message" && now - last < GAP_S_MIN) return;
      last = now;
      const { hz, fadeS } = NOTES[sound];
      for (const [at, pitch] of hz.entries()) note(context, pitch, now + at * STEP_S, fadeS);
    },
  };
}

function note(context: AudioContext, hz: number, at: number, fadeS: number): void {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.frequency.value = hz;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, at + RISE_S);
  loudness.gain.exponentialRampToValueAtTime(LOUDNESS / 1000, at + fadeS);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + fadeS);
}
