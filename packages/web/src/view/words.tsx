import { useMemo } from "preact/hooks";
import { findLinks } from "../model/links.ts";

/**
 * What was said, letter by letter. Addresses of pages open elsewhere, in a tab that knows nothing of this one; nothing is fetched before a
 * press. `reached`: the keyboard is at this message, so its links are among the stops.
 */
export function Words({ said, reached }: { readonly said: string; readonly reached: boolean }) {
  const pieces = useMemo(() => findLinks(said), [said]);
  return (
    <p class="wording" dir="auto">
      {pieces.map(({ shown, href }, place) =>
        href === null ? (
          shown
        ) : (
          <a
            key={place}
            href={href}
            dir="ltr"
            target="_blank"
            rel="noopener noreferrer"
            referrerpolicy="no-referrer"
            tabIndex={reached ? 0 : -1}
          >
            {shown}
          </a>
        ),
      )}
    </p>
  );
}
