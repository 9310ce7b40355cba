/** The rows of files in the label table (spec/README.md 3). */
export const FILE_LABELS = {
  fileLink: "tacet/v1/file/link",
  fileRoot: "tacet/v1/file/root",
} as const;
