import {
  filteredDirectPathAndCopathResolution,
  removeLeafNode,
  type RatchetTree,
} from "../primitives/mls.ts";

type Leaf = Parameters<typeof removeLeafNode>[1];

/** The tree without these leaves, each of which is somebody's. */
export function afterRemoval(tree: RatchetTree, leaves: readonly number[]): RatchetTree {
  return leaves.reduce((after, leaf) => removeLeafNode(after, leaf as Leaf), tree);
}

/** The nodes that a path of this leaf renews, from below, and for each the nodes that must learn of it. */
export function pathNodes(
  tree: RatchetTree,
  leaf: number,
): readonly { readonly resolution: readonly number[] }[] {
  return filteredDirectPathAndCopathResolution(leaf as Leaf, tree);
}
