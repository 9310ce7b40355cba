const COLUMNS = 80;

/** How wide lines may be that are written there: as wide as the terminal, whatever standard input is; where there is none, as long as they come. A terminal that nobody gave a size says 0. */
export function columnsOf(output: { readonly isTTY?: boolean; readonly columns?: number }): number {
  return output.isTTY === true ? Math.max(0, output.columns ?? 0) || COLUMNS : Infinity;
}
