/**
 * The heights of the rows of a long list, with the sum of the first n in O(log n): a Fenwick tree. Rows that have
 * not been measured yet count with an estimate, so the scroll bar is nearly right from the start.
 */
export class Heights {
  readonly #estimate: number;
  #rows: number[] = [];
  /** 1-based; node i holds the sum of the rows (i - lowest bit of i, i]. */
  #tree: number[] = [0];

  constructor(estimatePx: number) {
    this.#estimate = estimatePx;
  }

  get count(): number {
    return this.#rows.length;
  }

  get totalPx(): number {
    return this.offsetPx(this.count);
  }

  /** Adds rows at the end until there are `count`. */
  grow(count: number): void {
    while (this.#rows.length < count) {
      this.#rows.push(this.#estimate);
      const node = this.#rows.length;
      let sum = this.#estimate;
      for (let step = 1; step < (node & -node); step <<= 1) sum += this.#tree[node - step] ?? 0;
      this.#tree.push(sum);
    }
  }

  /** A row comes in at `index` (1), or goes from there (-1). */
  shift(index: number, by: 1 | -1): void {
    const rows = this.#rows.toSpliced(index, by < 0 ? 1 : 0, ...(by < 0 ? [] : [this.#estimate]));
    [this.#rows, this.#tree] = [[], [0]];
    this.grow(rows.length);
    rows.forEach((heightPx, at) => this.set(at, heightPx));
  }

  /** Records a measured height and returns by how much the row grew. A row that does not exist changes nothing. */
  set(index: number, heightPx: number): number {
    const before = this.#rows[index];
    if (before === undefined || before === heightPx) return 0;
    const delta = heightPx - before;
    this.#rows[index] = heightPx;
    for (let node = index + 1; node < this.#tree.length; node += node & -node) {
      this.#tree[node] = (this.#tree[node] ?? 0) + delta;
    }
    return delta;
  }

  /** The distance from the top of the list to the top of row `index`. */
  offsetPx(index: number): number {
    let sum = 0;
    for (let node = Math.min(index, this.count); node > 0; node -= node & -node) sum += this.#tree[node] ?? 0;
    return sum;
  }

  /** The row that covers the given distance from the top; the last row when it lies beyond. */
  indexAt(offsetPx: number): number {
    let node = 0;
    let rest = offsetPx;
    for (let step = highestBit(this.count); step > 0; step >>= 1) {
      const next = this.#tree[node + step];
      if (next !== undefined && next <= rest) {
        node += step;
        rest -= next;
      }
    }
    return Math.max(0, Math.min(node, this.count - 1));
  }
}

function highestBit(value: number): number {
  return value === 0 ? 0 : 1 << (31 - Math.clz32(value));
}
