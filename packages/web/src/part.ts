/**
 * Fetches a part of the page under the hash that the document names for it (build/integrity.ts): what came with other bytes is
 * not run. The policy of the page allows no script without such a hash, and import() alone cannot give one.
 */
export async function fetchPart<Part>(name: string, run: () => Promise<Part>): Promise<Part> {
  const named = document.querySelector(`link[rel="later"][href*="/${name}-"]`);
  const link = named?.cloneNode();
  if (!(link instanceof HTMLLinkElement) || !link.relList.supports("modulepreload")) return run();
  link.rel = "modulepreload";
  try {
    await new Promise((resolve, reject) => {
      link.addEventListener("load", resolve);
      link.addEventListener("error", () => {
        reject(new Error(`The part "${name}" did not come.`));
      });
      document.head.append(link);
    });
  } finally {
    link.remove();
  }
  return run();
}
