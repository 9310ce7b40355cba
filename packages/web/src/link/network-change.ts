/** What browsers that know it say of the network: `type` is its kind (wifi, cellular, none). */
interface NetworkInformation extends EventTarget {
  readonly type?: string;
}

/**
 * Tells when the device has a network again, or another one. Estimates of its speed, of which the same browsers speak as of a change, are none.
 * @returns what ends it
 */
export function watchNetwork(changed: () => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  addEventListener("online", changed, { signal });
  const { connection } = navigator as { readonly connection?: NetworkInformation };
  let type = connection?.type;
  connection?.addEventListener(
    "change",
    () => {
      const before = type;
      ({ type } = connection);
      if (type !== before && type !== "none") changed();
    },
    { signal },
  );
  return () => {
    ending.abort();
  };
}
