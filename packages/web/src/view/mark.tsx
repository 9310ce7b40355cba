/** A whole rest: a short bar that hangs from a line. What it does is told by the mood, for the style sheet. */
export function Mark({ mood }: { readonly mood: "still" | "breathing" | "dissolving" }) {
  return (
    <div class={`mark ${mood}`} aria-hidden="true">
      <svg viewBox="0 0 96 40" width="96" height="40" focusable="false">
        <rect class="bar" x="26" y="1" width="44" height="17" rx="1.5" />
        <rect class="line" x="0" y="0" width="96" height="1.5" />
      </svg>
    </div>
  );
}
