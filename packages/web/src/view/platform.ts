/** The few things that views ask of the browser itself. */

export function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => {
    clearTimeout(timer);
  };
}

/** A page that is not seen draws no frames, and must not wait for one for ever. */
const FRAME_MS_MAX = 100;

/** Runs once, with the next frame. */
export function nextFrame(run: () => void): void {
  const once = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, FRAME_MS_MAX);
}

/** A keyboard on glass: Enter begins a new line there, and no field takes the focus by itself. */
export function isTouch(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

/** Gives the focus to the room where what had it is gone: to the text, or on a touch screen to the heading, which opens no keyboard. */
export function rescueFocus(): void {
  const { activeElement, body } = document;
  if (activeElement !== null && activeElement !== body) return;
  document.getElementById(isTouch() ? "room-heading" : "message")?.focus();
}

/** So long a sentence stays in the live region: no longer than a screen reader needs to take it. */
const SPOKEN_MS = 1_500;

/** Speaks a sentence to screen readers, politely. */
export function say(sentence: string): void {
  const notifier = document as { ariaNotify?: (sentence: string) => void };
  if (typeof notifier.ariaNotify === "function") {
    notifier.ariaNotify(sentence);
    return;
  }
  // It is part of the page from its start: a region that comes with its first text is not read out.
  const region = document.getElementById("spoken");
  if (region === null) return;
  region.textContent = sentence;
  setTimeout(() => {
    if (region.textContent === sentence) region.textContent = "";
  }, SPOKEN_MS);
}

/** Takes back what is still in the live region. */
export function hush(): void {
  document.getElementById("spoken")?.replaceChildren();
}

/** A page that nobody touches fetches what may be needed next after so long. */
const IDLE_MS = 3_000;

/** Runs once, at the first sign of a person at the page, and at the latest when it has been idle for a while. */
export function beforeAnyPress(run: () => void): void {
  const signs = ["pointermove", "pointerdown", "keydown"];
  const once = (): void => {
    clearTimeout(timer);
    for (const sign of signs) removeEventListener(sign, once);
    run();
  };
  const timer = setTimeout(once, IDLE_MS);
  for (const sign of signs) addEventListener(sign, once, { passive: true });
}
