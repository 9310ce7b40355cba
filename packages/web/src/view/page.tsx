import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { text } from "../text/text.ts";
import { LanguageChoice } from "./language-choice.tsx";

/** The frame of every screen but the room: the name above, the way to the privacy page below. */
export function Page({
  class: name,
  children,
}: {
  readonly class: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={`page ${name}`}>
      <header class="page-head">
        <a class="wordmark" href="/" aria-label={text.landing.home}>
          Tacet
        </a>
        <a href="/privacy" hreflang="en">
          {text.landing.privacy}
        </a>
      </header>
      <main>{children}</main>
      <footer class="page-foot">
        <LanguageChoice />
      </footer>
    </div>
  );
}

/** The heading of a screen that has just come: it takes the focus, so that it is read first. */
export function ArrivingHeading({ children }: { readonly children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
