export type Row = {
  readonly kind: "same" | "added" | "removed" | "changed";
  readonly left?: string;
  readonly right?: string;
};

/** Paragraphs beside one another, as few of them changed as can be: the longest sequence that both have stands. */
export function compareParts(left: readonly string[], right: readonly string[]): readonly Row[] {
  const lengths = commonLengths(left, right);
  const rows: Row[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [here, there] = [left[i], right[j]];
    if (here !== undefined && here === there) {
      rows.push({ kind: "same", left: here, right: here });
      i += 1;
      j += 1;
    } else if (there === undefined || (here !== undefined && at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      rows.push({ kind: "removed", left: here ?? "" });
      i += 1;
    } else {
      rows.push({ kind: "added", right: there });
      j += 1;
    }
  }
  return pairChanges(rows);
}

/** A paragraph that goes where another one comes was changed. */
function pairChanges(rows: readonly Row[]): readonly Row[] {
  const paired: Row[] = [];
  let at = 0;
  while (at < rows.length) {
    const removed = runFrom(rows, at, "removed");
    const added = runFrom(rows, at + removed.length, "added");
    const both = Math.min(removed.length, added.length);
    for (let n = 0; n < both; n += 1) {
      paired.push({ kind: "changed", left: removed[n]?.left ?? "", right: added[n]?.right ?? "" });
    }
    paired.push(...removed.slice(both), ...added.slice(both));
    at += removed.length + added.length;
    const row = rows[at];
    if (row?.kind === "same") {
      paired.push(row);
      at += 1;
    }
  }
  return paired;
}

function runFrom(rows: readonly Row[], from: number, kind: Row["kind"]): readonly Row[] {
  const end = rows.findIndex((row, n) => n >= from && row.kind !== kind);
  return rows.slice(from, end === -1 ? rows.length : end);
}

/** `[i][j]`: how much of what follows `i` on the left and `j` on the right both have, in order. */
function commonLengths(left: readonly string[], right: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const row = table[i] as number[];
      row[j] = left[i] === right[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

const at = (table: readonly (readonly number[])[], i: number, j: number): number => table[i]?.[j] ?? 0;
