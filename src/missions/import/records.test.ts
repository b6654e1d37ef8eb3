import fc from "fast-check";
import { expect, test } from "vitest";
import { RecordReader } from "./records.ts";

function recordsOf(text: string, width: number, separator: ";" | "," | "\t" = ";", batch = 1_000) {
  const lines = text.split("\n").map((line, index) => ({ line: index + 1, text: line }));
  const reader = new RecordReader(separator, width);
  const records = [];
  for (let at = 0; at < lines.length; at += batch) records.push(...reader.read(lines.slice(at, at + batch)));
  records.push(...reader.end());
  return records.map((record) => [record.line, "cells" in record ? record.cells : `<${record.problem}>`]);
}

const BROKEN = "<quotes_broken>";

const CASES: [name: string, text: string, records: unknown[]][] = [
  [
    "plain rows",
    "a;b;c\nd;e;f",
    [
      [1, ["a", "b", "c"]],
      [2, ["d", "e", "f"]],
    ],
  ],
  [
    "empty lines are no rows",
    "a;b;c\n\n  \nd;e;f\n",
    [
      [1, ["a", "b", "c"]],
      [4, ["d", "e", "f"]],
    ],
  ],
  ["spaces around cells and quotes", ' a ; "b" ;c', [[1, ["a", "b", "c"]]]],
  ["a separator and a quote in quotes", '"a;a";"b""b";c', [[1, ["a;a", 'b"b', "c"]]]],
  [
    "a cell of three lines",
    'a;"b\n\nb";c\nd;e;f',
    [
      [1, ["a", "b\n\nb", "c"]],
      [4, ["d", "e", "f"]],
    ],
  ],
  [
    "two cells of several lines",
    '"a\na";"b\nb";c\nd;e;f',
    [
      [1, ["a\na", "b\nb", "c"]],
      [4, ["d", "e", "f"]],
    ],
  ],
  [
    "too few and too many cells are for the reader",
    "a;b\na;b;c;d",
    [
      [1, ["a", "b"]],
      [2, ["a", "b", "c", "d"]],
    ],
  ],
  [
    "a quote that is never closed",
    'a;"b;c\nd;e;f\ng;h;i',
    [
      [1, BROKEN],
      [2, ["d", "e", "f"]],
      [3, ["g", "h", "i"]],
    ],
  ],
  [
    "a quote that is never opened",
    'a;b";c\nd;e;f\ng;h;i',
    [
      [1, BROKEN],
      [2, ["d", "e", "f"]],
      [3, ["g", "h", "i"]],
    ],
  ],
  [
    "a quote inside a word",
    'a;b"b"b;c\nd;e;f',
    [
      [1, BROKEN],
      [2, ["d", "e", "f"]],
    ],
  ],
  [
    "text after a closing quote",
    'a;"b"b;c\nd;e;f',
    [
      [1, BROKEN],
      [2, ["d", "e", "f"]],
    ],
  ],
  [
    "inches",
    'a;TV 55";c\nd;e;f',
    [
      [1, BROKEN],
      [2, ["d", "e", "f"]],
    ],
  ],
  [
    "two broken rows, one after the other",
    'a;"b;c\nd;"e;f\ng;h;i',
    [
      [1, BROKEN],
      [2, BROKEN],
      [3, ["g", "h", "i"]],
    ],
  ],
  [
    "two broken rows that close each other",
    'a;b;"c\nd;e;f\ng;h;i"',
    [
      [1, BROKEN],
      [2, ["d", "e", "f"]],
      [3, BROKEN],
    ],
  ],
  [
    "a broken row before a cell of two lines",
    'a;"b;c\nd;"e\ne";f\ng;h;i',
    [
      [1, BROKEN],
      [2, ["d", "e\ne", "f"]],
      [4, ["g", "h", "i"]],
    ],
  ],
  [
    "a broken last row",
    'd;e;f\na;"b;c',
    [
      [1, ["d", "e", "f"]],
      [2, BROKEN],
    ],
  ],
  [
    "a lone quote",
    'a;b;c\n"\nd;e;f',
    [
      [1, ["a", "b", "c"]],
      [2, BROKEN],
      [3, ["d", "e", "f"]],
    ],
  ],
];

test.each(CASES)("%s", (_name, text, records) => {
  for (const batch of [1, 2, 1_000]) expect(recordsOf(text, 3, ";", batch)).toEqual(records);
});

test("a quoted cell may have 30 lines, and a longer one costs no row after it", () => {
  const cell = (lines: number) => `a;"${Array.from({ length: lines }, () => "note").join("\n")}";c\nd;e;f`;
  expect(recordsOf(cell(30), 3).at(0)?.[1]).toHaveLength(3);
  const tooLong = recordsOf(cell(31), 3);
  expect(tooLong[0]).toEqual([1, BROKEN]);
  expect(tooLong.at(-1)).toEqual([32, ["d", "e", "f"]]);
});

test("an unreadable line inside a quoted cell rejects the row and itself", () => {
  const reader = new RecordReader(";", 3);
  const records = reader.read([
    { line: 1, text: 'a;"b' },
    { line: 2, problem: "encoding_mixed" },
    { line: 3, text: "d;e;f" },
  ]);
  expect([...records, ...reader.end()]).toEqual([
    { line: 1, problem: "quotes_broken" },
    { line: 2, problem: "encoding_mixed" },
    { line: 3, cells: ["d", "e", "f"] },
  ]);
});

const cell = fc.string({ unit: fc.constantFrom("a", "é", '"', " ", ";", ",", "\n"), maxLength: 8 });
const table = fc.array(fc.array(cell, { minLength: 12, maxLength: 12 }), { maxLength: 8 });

function written(rows: readonly (readonly string[])[], separator: string): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return rows
    .map((row) => row.map((text) => (/["\n;,\t]|^\s|\s$/.test(text) ? quoted(text) : text)).join(separator))
    .join("\n");
}

test("what RFC 4180 writes is read back, in every separator and in any batches", () => {
  fc.assert(
    fc.property(
      table,
      fc.constantFrom(";" as const, "," as const, "\t" as const),
      fc.nat(5),
      (rows, separator, batch) => {
        const read = recordsOf(written(rows, separator), 12, separator, batch + 1).map(([, cells]) => cells);
        const withContent = rows.filter((row) => separator !== "\t" || row.some((text) => text !== ""));
        expect(read).toEqual(withContent);
      },
    ),
    { numRuns: 300 },
  );
});

test("rows around a broken one are read, whichever row it is", () => {
  const good = fc.array(
    fc.array(fc.constantFrom("a", "é", "", '"b"', '"c;c"', '"d""d"'), { minLength: 5, maxLength: 5 }),
    {
      minLength: 2,
      maxLength: 12,
    },
  );
  const broken = fc.constantFrom('x;"x;x;x;x', 'x;x";x;x;x', 'x;x;x;x;"x', 'x"x"x;x;x;x;x', '"x;x;x;x;x');
  fc.assert(
    fc.property(good, broken, fc.nat(), (cells, bad, place) => {
      const rows = cells.map((row) => ["k", ...row.slice(1)].join(";"));
      const at = place % (rows.length + 1);
      const records = recordsOf([...rows.slice(0, at), bad, ...rows.slice(at)].join("\n"), 5);
      expect(records).toHaveLength(rows.length + 1);
      expect(records.filter(([, found]) => found === BROKEN)).toEqual([[at + 1, BROKEN]]);
    }),
    { numRuns: 500 },
  );
});
