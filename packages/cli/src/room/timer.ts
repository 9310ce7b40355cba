/** Calls back once, unless what it returns is called before. It does not keep the program from ending. */
export function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
}
