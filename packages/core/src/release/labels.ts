/** The rows of releases in the label table (spec/README.md 3). */
export const RELEASE_LABELS = {
  releaseList: "tacet/v1/release/list",
  releaseArchives: "tacet/v1/release/archives",
} as const;
