import { expect, test } from "vitest";
import { importMapping } from "../../../src/missions/import/mapping.ts";
import { type Chosen, guessColumns, mappingOf, missingFields } from "./mapping.ts";
import { readStart, startOf } from "./table-file.ts";

test("the sign that separates is found, and quotes hold what they hold", () => {
  const start = startOf('\uFEFFréférence;nom;note\r\nM-1;"Durand; Hélène";"3e ""étage""\ngauche"\r\nM-2;;\r\n', "auto");
  expect(start).toEqual({
    separator: ";",
    columns: ["référence", "nom", "note"],
    rows: [
      ["M-1", "Durand; Hélène", '3e "étage"\ngauche'],
      ["M-2", "", ""],
    ],
  });
  expect(startOf("", "auto")).toBeUndefined();
});

test("a file that Windows wrote is read, and a UTF-8 file cut in a character too", async () => {
  const windows = new Blob([Uint8Array.from([0x72, 0xe9, 0x66, 0x3b, 0x61, 0x0a])]);
  expect((await readStart(windows, "auto"))?.columns).toEqual(["réf", "a"]);
  const long = new Blob([`a;${"é".repeat(40_000)}`]);
  expect((await readStart(long, "auto"))?.columns[1]).toMatch(/^é+$/);
});

const CHOSEN: Chosen = {
  columns: guessColumns([
    "Référence",
    "Date début",
    "Heure début",
    "Durée",
    "Technicien",
    "Code client",
    "Nom",
    "Téléphone",
  ]),
  separator: "auto",
  dateOrder: "dmy",
  zone: "Europe/Paris",
  durationUnit: "minutes",
  usualMinutes: "60",
  defaultPurpose: "home-intervention",
};

test("usual titles are recognised, and what is missing is named", () => {
  expect(CHOSEN.columns).toMatchObject({
    reference: "Référence",
    "opens-date": "Date début",
    "opens-time": "Heure début",
    duration: "Durée",
    staff: "Technicien",
    "customer.reference": "Code client",
    "customer.display-name": "Nom",
    "customer.phone": "Téléphone",
    "customer.email": "",
  });
  expect(missingFields(CHOSEN)).toEqual([]);
  expect(missingFields({ ...CHOSEN, columns: guessColumns(["x"]), defaultPurpose: "" })).toEqual([
    "reference",
    "opens-date",
    "staff",
    "customer.reference",
    "customer.display-name",
    "purpose",
  ]);
});

test("what was chosen is a mapping that the server understands", () => {
  expect(importMapping.safeParse(JSON.parse(mappingOf(CHOSEN))).error).toBeUndefined();
});
