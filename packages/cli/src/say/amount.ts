const UNITS = ["bytes", "KB", "MB", "GB", "TB"] as const;

/** A number of bytes for people: 999 bytes, 1.5 KB. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let at = 0;
  while (value >= 1000 && at < UNITS.length - 1) {
    value /= 1000;
    at += 1;
  }
  const digits = at === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[at] ?? ""}`;
}

/** A time for people, in minutes from two minutes on. */
export function timeText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
