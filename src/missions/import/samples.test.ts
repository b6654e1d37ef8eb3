import { createReadStream, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findPurpose } from "../purposes.ts";
import type { ImportRow } from "./import-row.ts";
import { importMapping, NATIVE_MAPPING } from "./mapping.ts";
import { parseImport } from "./parse-import.ts";

const samples = new URL("../../../samples/", import.meta.url);

async function rowsOf(source: string): Promise<ImportRow[]> {
  const isNative = source === "native";
  const mapping = isNative
    ? NATIVE_MAPPING
    : importMapping.parse(JSON.parse(readFileSync(new URL(`${source}/mapping.json`, samples), "utf8")));
  const file = createReadStream(new URL(isNative ? "native.csv" : `${source}/sample.csv`, samples), {
    highWaterMark: 100,
  });
  const rows: ImportRow[] = [];
  const digests = new Map<string, string>();
  const context = {
    staffByAlias: () => undefined,
    digest: (text: string) => {
      if (!digests.has(text)) digests.set(text, `pseudonym-${digests.size + 1}`);
      return digests.get(text) as string;
    },
    findPurpose: (name: string) => findPurpose(name),
  };
  for await (const row of parseImport(file, mapping, context)) rows.push(row);
  return rows;
}

/** One line a row: what happens to which mission, its window in UTC, who goes to whom; or what is wrong where. */
function told(row: ImportRow): string {
  const errors = row.kind === "mission" ? [] : row.errors.map(({ field, code }) => `${field ?? "row"} ${code}`);
  if (row.kind === "rejected") return `${row.line} rejected: ${errors.join(", ")}`;
  if (row.kind === "ending") return `${row.line} ${row.action} ${row.reference}, else: ${errors.join(", ")}`;
  const { reference, opensAt, closesAt, staff, customer } = row.mission;
  const instant = (text: string) => text.replace(/^2026-(.{11}):00\.000Z$/, "$1");
  const window = `${instant(opensAt)}/${instant(closesAt)}`;
  return `${row.line} ${row.action} ${reference} ${window} ${staff.join("+")} to ${customer.reference} ${customer.phone ?? "-"}`;
}

const EXPECTED: { readonly [source: string]: readonly string[] } = {
  cadulis: [
    "2 open INT-1001 03-05T07:00/03-05T10:30 T-7 to C-501 +33639980001",
    "3 open INT-1002 03-05T12:00/03-05T15:00 T-8 to C-502 +33639980002",
    "4 open INT-1003 03-05T14:00/03-05T16:30 T-7 to C-503 +33199000003",
    "5 cancel INT-1004 03-06T07:00/03-06T09:30 T-7 to C-504 +33639980004",
    "6 close INT-1005 03-04T07:00/03-04T09:30 T-8 to C-505 +33639980005",
    "7 open INT-1006 03-28T23:30/03-29T02:00 T-8 to C-506 +33639980006",
    "8 cancel INT-1007, else: staff required",
    "9 rejected: staff unknown_staff",
    "10 rejected: customer.phone phone_invalid",
    "11 rejected: status status_unknown, closesAt window_inverted",
  ],
  ogust: [
    "2 open pseudonym-1 03-05T07:00/03-05T10:00 A-12 to pseudonym-2 +33639980101",
    "3 open pseudonym-3 03-06T08:00/03-06T11:00 A-12 to pseudonym-2 +33639980101",
    "4 open pseudonym-4 03-05T15:30/03-05T18:00 A-15 to pseudonym-5 +33199000102",
    "5 open pseudonym-6 03-05T15:30/03-05T17:45 A-15 to pseudonym-7 +33639980103",
    "6 open pseudonym-8 10-24T23:30/10-25T06:00 A-12 to pseudonym-9 -",
    "7 rejected: staff required",
    "8 rejected: opensAt date_invalid",
    "9 rejected: staff unknown_staff",
  ],
  synchroteam: [
    "2 open GP-3001 03-05T12:00/03-05T15:00 T-21 to RA-1 +590690001234",
    "5 open GP-3002 03-06T01:30/03-06T05:00 T-21+T-22 to GF-4 +33639980202",
    "6 open GP-3003 03-29T05:30/03-29T09:00 T-22 to HB-2 +590590201234",
    "7 close GP-3004 03-04T12:00/03-04T14:30 T-21 to GF-4 +33639980202",
    "8 rejected: staff required",
    "9 cancel GP-3006, else: staff required",
    "10 rejected: row quotes_broken",
    "11 open GP-3008 03-06T17:00/03-06T19:30 T-22 to ET-9 +33639980207",
  ],
  "verizon-connect": [
    "2 open J-88 03-05T06:30/03-05T11:30 UK-3 to pseudonym-1 +447700900101",
    "3 open J-89 03-05T10:00/03-05T15:00 UK-4 to pseudonym-2 +447700900102",
    "4 open J-90 03-28T20:30/03-29T02:00 UK-4 to pseudonym-3 +447700900103",
    "5 open J-91 03-05T13:00/03-05T17:30 UK-3 to pseudonym-4 +441632960104",
    "6 close J-92 03-02T06:30/03-02T11:30 UK-3 to pseudonym-1 +447700900101",
    "7 cancel J-93 03-06T06:00/03-06T10:30 UK-4 to pseudonym-5 +447700900106",
    "8 rejected: reference reference_repeated",
    "9 rejected: opensAt time_invalid",
  ],
  "salesforce-field-service": [
    "2 open SA-0004 03-13T06:00/03-13T11:30 T-31 to 003Aa0000000001 +33639980301",
    "3 open SA-0005 03-13T12:00/03-13T15:00 T-31+T-32 to 003Aa0000000002 +33639980302",
    "4 close SA-0006 03-12T07:00/03-12T09:30 T-32 to 003Aa0000000003 +33639980303",
    "5 cancel SA-0007, else: opensAt required, staff required",
    "6 close SA-0008 03-11T07:00/03-11T09:30 T-31 to 003Aa0000000005 -",
    "7 rejected: opensAt date_invalid",
    "8 rejected: opensAt offset_missing, customer.reference required",
    "9 rejected: reference reference_repeated",
  ],
  "dynamics-365": [
    "2 open a0000000-0000-4000-8000-000000000001 03-05T07:00/03-05T10:00 T-41 to d0000000-0000-4000-8000-000000000001 +33639980401",
    "5 open a0000000-0000-4000-8000-000000000002 03-05T09:00/03-05T11:15 T-42 to d0000000-0000-4000-8000-000000000002 +33353010402",
    "6 close a0000000-0000-4000-8000-000000000003 03-04T09:00/03-04T11:30 T-41 to d0000000-0000-4000-8000-000000000003 +33639980403",
    "7 cancel a0000000-0000-4000-8000-000000000004 03-06T09:00/03-06T11:30 T-41 to d0000000-0000-4000-8000-000000000004 +33639980404",
    "8 rejected: closesAt window_inverted",
    "9 rejected: status status_unknown",
  ],
  native: [
    "2 open M-1 03-05T07:00/03-05T10:30 T-7 to C-1 +33639980001",
    "4 open M-2 03-05T17:45/03-05T18:55 T-7+T-8 to C-2 +447700900101",
    "5 close M-3 03-05T11:30/03-05T14:30 T-9 to C-3 -",
    "6 cancel M-4 03-05T11:00/03-05T14:30 T-9 to C-4 +33199000001",
    "7 rejected: opensAt offset_missing",
    "8 rejected: purpose unknown_purpose",
    "9 rejected: purpose purpose_prohibited, channels value_unknown, graceMinutes number_invalid, customer.email email_invalid, customer.language value_unknown, staff required",
  ],
};

test.each(Object.keys(EXPECTED))("the sample of %s is understood as documented", async (source) => {
  expect((await rowsOf(source)).map(told)).toEqual(EXPECTED[source]);
});

test.each(Object.keys(EXPECTED))("the sample of %s read again gives the same rows", async (source) => {
  expect(await rowsOf(source)).toEqual(await rowsOf(source));
});

test("accents, quotes and lines of the samples arrive as written", async () => {
  const missions = [
    ...(await rowsOf("ogust")),
    ...(await rowsOf("synchroteam")),
    ...(await rowsOf("dynamics-365")),
  ].flatMap((row) => (row.kind === "mission" ? [row.mission] : []));
  const texts = missions.flatMap(({ customer }) => [customer.displayName, customer.address, customer.accessNotes]);
  expect(texts).toEqual(
    expect.arrayContaining([
      "BÉRAUD Lucienne",
      "14 rue de l'Église, 37000 Tours",
      "Œufs au frais",
      "Bât. C, apt 12\nRue des Alizés\n97110 Pointe-à-Pitre",
      "11 rue Thiers\n54000 Nancy\nFrance",
      "Agnès Weber",
    ]),
  );
});
