import type { Plugin } from "vite";

/** Asks the engine to compile every function of a program when it loads; one that does not know these words reads a comment. */
const HINT = "//# allFunctionsCalledOnLoad\n";

/**
 * The programs that a room consists of are compiled while they load, ahead of the press. Otherwise each of their functions is compiled when it
 * is called first, which is when two people wait for each other.
 * @param names of the chunks
 */
export function eager(names: readonly string[]): Plugin {
  const isMeant = ({ name }: { readonly name: string }): boolean => names.includes(name);
  return {
    name: "tacet-eager",
    apply: "build",
    // What changes a file changes its name.
    augmentChunkHash: (chunk) => (isMeant(chunk) ? HINT : ""),
    generateBundle: {
      // After the minifier, which drops comments.
      order: "post",
      handler(_options, bundle) {
        const meant = Object.values(bundle).filter((it) => it.type === "chunk" && isMeant(it));
        if (meant.length !== names.length)
          throw new Error(`Of ${names.join(", ")}, ${meant.length} are built.`);
        for (const chunk of meant) if (chunk.type === "chunk") chunk.code = HINT + chunk.code;
      },
    },
  };
}
