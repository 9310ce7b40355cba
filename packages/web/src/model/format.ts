import { computed } from "@preact/signals";
import { inUse } from "../text/language.ts";
import { number, twoDigits } from "../text/numbers.ts";

/** Time left as m:ss, or h:mm:ss from an hour on; never negative. The second that runs counts as a whole one. */
export function formatTimeLeft(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = twoDigits(seconds % 60);
  return hours > 0 ? `${number(hours)}:${twoDigits(minutes)}:${tail}` : `${number(minutes)}:${tail}`;
}

/** The same as an ISO 8601 duration, for the `datetime` of a `<time>`. */
export function isoDuration(ms: number): string {
  return `PT${Math.max(0, Math.ceil(ms / 1000))}S`;
}

/** Whoever reads English for want of their own language keeps their own manner of telling the time. */
const clock = computed(() => {
  const { locale, language } = inUse.value;
  const manner = locale ?? (language === "en" ? undefined : language);
  return new Intl.DateTimeFormat(manner, { hour: "2-digit", minute: "2-digit" });
});

/** The time of day in the reader's own manner. */
export function formatClock(atMs: number): string {
  return clock.value.format(atMs);
}

/** When the time left is spoken to people who do not see it: once at each of these, on the way down. */
const SPOKEN_SECONDS = [300, 60, 10];

/** The mark that lies between two readings of the time left, or null. A computer that slept past several is told the last of them. */
export function spokenMark(beforeMs: number, nowMs: number): number | null {
  if (nowMs <= 0) return null;
  return SPOKEN_SECONDS.findLast((mark) => beforeMs > mark * 1000 && nowMs <= mark * 1000) ?? null;
}
