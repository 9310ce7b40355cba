/** Runs once, when some of an element is on a screen that somebody may look at. The answer calls it off. */
export function whenSeen(element: Element, run: () => void): () => void {
  let isNear = false;
  const look = (): void => {
    if (!isNear || document.visibilityState !== "visible") return;
    stop();
    run();
  };
  const observer = new IntersectionObserver((entries) => {
    isNear = entries.at(-1)?.isIntersecting === true;
    look();
  });
  const stop = (): void => {
    observer.disconnect();
    document.removeEventListener("visibilitychange", look);
  };
  observer.observe(element);
  document.addEventListener("visibilitychange", look);
  return stop;
}
