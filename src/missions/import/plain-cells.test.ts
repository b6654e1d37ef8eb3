import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { plainCells } from "./plain-cells.ts";

const PLAIN: [name: string, text: string, cells: string[]][] = [
  ["bare cells", "a;b c;d", ["a", "b c", "d"]],
  ["empty cells", ";a;", ["", "a", ""]],
  ["a separator in quotes", '"a;b";c', ["a;b", "c"]],
  ["quotes around the last cell, and around nothing", 'a;"";"b"', ["a", "", "b"]],
  ["spaces in quotes stay", '" a ";b', [" a ", "b"]],
];

test.each(PLAIN)("%s are plain", (_name, text, cells) => {
  expect(plainCells(text, ";")).toEqual(cells);
});

const OTHERS = ['"a""b";c', 'a"b;c', ' a;"b"', "a ;b", '"a" ;b', '"a', '"a"b;c', "a\nb", "a;\u00a0b"];

test.each(OTHERS)("%j is left to the parser", (text) => {
  expect(plainCells(text, ";")).toBeUndefined();
});

test("what is plain reads as the parser reads it", () => {
  const piece = fc.constantFrom("a", "é", ";", '"', " ", "\t", "\r", "\u00a0", "\ufeff", "\v", "1,2");
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      const cells = plainCells(text, ";");
      fc.pre(cells !== undefined);
      const parsed: unknown = parse(text, {
        delimiter: ";",
        record_delimiter: "\n",
        relax_column_count: true,
        trim: true,
      });
      expect(parsed).toEqual([cells]);
    }),
    { numRuns: 20_000 },
  );
});
