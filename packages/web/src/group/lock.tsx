/** A closed lock, beside the words that say so. */
export function Lock() {
  return (
    <svg class="lock" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2" />
      <rect x="3" y="7" width="10" height="7" rx="1.5" />
    </svg>
  );
}
