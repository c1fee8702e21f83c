// What changed between two texts, line by line: kept, taken out, put in. The shortest script is not promised, the
// truth is.

export interface DiffLine {
  readonly kind: "same" | "out" | "in";
  readonly text: string;
}

/** Lines compared at most on each side: what a person reads at once. */
const linesMax = 2_000;

/** Longest common subsequence over lines. */
export const diffLines = (before: string, after: string): readonly DiffLine[] => {
  const a = before.split("\n").slice(0, linesMax);
  const b = after.split("\n").slice(0, linesMax);
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      table[i * width + j] =
        a[i] === b[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [out, put] = [a[i], b[j]];
    if (out !== undefined && out === put) {
      lines.push({ kind: "same", text: out });
      i += 1;
      j += 1;
    } else if (
      put !== undefined &&
      (out === undefined || (table[i * width + j + 1] ?? 0) > (table[(i + 1) * width + j] ?? 0))
    ) {
      lines.push({ kind: "in", text: put });
      j += 1;
    } else {
      lines.push({ kind: "out", text: out ?? "" });
      i += 1;
    }
  }
  return lines;
};
