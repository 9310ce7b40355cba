import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { App } from "../model/app.ts";
import { text } from "../text/text.ts";
import { ExtraButton } from "./extra-button.tsx";
import { LanguageChoice } from "./language-choice.tsx";

/** The frame of every screen but the room: the name above, the way to the privacy page below. */
export function Page(props: {
  readonly class: string;
  /** With it, the foot has the menu. */
  readonly app?: App;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={`page ${props.class}`}>
      <header class="page-head">
        <a class="wordmark" href="/" aria-label={text.landing.home}>
          Tacet
        </a>
        <a href="/privacy" hreflang="en">
          {text.landing.privacy}
        </a>
      </header>
      <main>{props.children}</main>
      <footer class="page-foot">
        <LanguageChoice />
        {props.app !== undefined && <ExtraButton app={props.app} opens="menu" name={text.page.menu} />}
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
