/** The rows of files in the label table (spec/README.md 3). */
export const FILE_LABELS = {
  fileLeaf: "tacet/v1/file/leaf",
  fileNode: "tacet/v1/file/node",
  fileRoot: "tacet/v1/file/root",
} as const;
