import type { RoomStatus } from "@tacet/client";

const SHAPES: Readonly<Record<RoomStatus, "quiet" | "gap" | "closed" | "bar">> = {
  waiting: "quiet",
  connecting: "gap",
  securing: "gap",
  secure: "closed",
  reconnecting: "gap",
  ended: "bar",
};

/** The status as a shape: closed when it is safe, with a gap when it is not yet, with a bar when it is over. */
export function Ring({ status }: { readonly status: RoomStatus }) {
  const shape = SHAPES[status];
  return (
    <svg
      class={`ring ${shape}`}
      viewBox="0 0 20 20"
      width="18"
      height="18"
      aria-hidden="true"
      focusable="false"
    >
      <circle cx="10" cy="10" r="7.5" pathLength="100" />
      {shape === "closed" && <circle class="core" cx="10" cy="10" r="2.5" />}
      {shape === "bar" && <path d="M6 10h8" />}
    </svg>
  );
}
