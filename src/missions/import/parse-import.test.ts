import fc from "fast-check";
import { expect, test } from "vitest";
import { findPurpose } from "../purposes.ts";
import type { ImportContext, ImportRow } from "./import-row.ts";
import type { ImportMapping } from "./mapping.ts";
import { importMapping, NATIVE_MAPPING } from "./mapping.ts";
import { MAX_ROWS, parseImport, previewRow } from "./parse-import.ts";

const CONTEXT: ImportContext = {
  staffByAlias: (kind, value) => (kind === "email" && value === "lea@example.org" ? "T-32" : undefined),
  digest: (text) => `d-${Buffer.from(text).toString("hex").slice(0, 40)}`,
  findPurpose: (name) => findPurpose(name),
};

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function rowsOf(
  file: string | Uint8Array,
  mapping: ImportMapping = NATIVE_MAPPING,
  size = 64,
): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  const bytes = typeof file === "string" ? Buffer.from(file) : file;
  for await (const row of parseImport(inPieces(bytes, size), mapping, CONTEXT)) rows.push(row);
  return rows;
}

const REQUIRED = "reference;purpose;opensAt;closesAt;customer.reference;customer.displayName;staff";
const OPTIONAL =
  "legalBasis;channels;graceMinutes;customer.phone;customer.email;customer.address;customer.accessNotes;customer.language;status";
const HEADER = `${REQUIRED};${OPTIONAL}`;
const GOOD: Record<string, string> = {
  reference: "M-1",
  purpose: "ride",
  opensAt: "2026-03-05T18:00:00Z",
  closesAt: "2026-03-05T19:00:00Z",
  "customer.reference": "C-1",
  "customer.displayName": "Nora Lemaire",
  staff: "T-1",
};

function native(...changes: Record<string, string>[]): string {
  const rows = changes.map((change) =>
    HEADER.split(";")
      .map((name) => ({ ...GOOD, ...change })[name] ?? "")
      .join(";"),
  );
  return [HEADER, ...rows].join("\n");
}

/** `line field code` for each error, `line kind action reference` for everything else. */
function summary(rows: readonly ImportRow[]): string[] {
  // The sentence of an error at a field names its column: none may come without.
  const errors = rows.flatMap((row) => (row.kind === "mission" ? [] : row.errors));
  expect(errors.filter(({ field, params }) => field !== null && !params["column"])).toEqual([]);
  return rows.flatMap((row) => {
    if (row.kind === "rejected") return row.errors.map(({ line, field, code }) => `${line} ${field ?? "row"} ${code}`);
    const reference = row.kind === "mission" ? row.mission.reference : row.reference;
    return [`${row.line} ${row.kind} ${row.action} ${reference}`];
  });
}

test("a native row is a mission, padded by its purpose", async () => {
  expect(await rowsOf(native({}))).toEqual([
    {
      line: 2,
      kind: "mission",
      action: "open",
      mission: {
        reference: "M-1",
        purpose: "ride",
        opensAt: "2026-03-05T17:45:00.000Z",
        closesAt: "2026-03-05T19:15:00.000Z",
        customer: { reference: "C-1", displayName: "Nora Lemaire", language: "fr" },
        staff: ["T-1"],
      },
    },
  ]);
});

test("every native column is understood", async () => {
  const [row] = await rowsOf(
    native({
      legalBasis: "eu-gdpr:A6-1-e-public-interest",
      channels: "call|sms",
      graceMinutes: "0",
      "customer.phone": "06 39 98 00 01",
      "customer.email": "nora@example.org",
      "customer.address": "10 rue Pasteur, 21000 Dijon",
      "customer.accessNotes": "Digicode 4471",
      "customer.language": "EN",
      staff: "T-1 | T-2 | T-1",
      status: "closed",
    }),
  );
  expect(row).toMatchObject({
    action: "close",
    sourceStatus: "closed",
    mission: {
      legalBasis: "eu-gdpr:A6-1-e-public-interest",
      channels: ["call", "sms"],
      graceMinutes: 0,
      customer: {
        phone: "+33639980001",
        email: "nora@example.org",
        address: "10 rue Pasteur, 21000 Dijon",
        accessNotes: "Digicode 4471",
        language: "en",
      },
      staff: ["T-1", "T-2"],
    },
  });
});

const long = (length: number) => "x".repeat(length);
const CELLS: [change: Record<string, string>, errors: string[]][] = [
  [{ reference: "" }, ["2 reference required"]],
  [{ reference: long(201) }, ["2 reference too_long"]],
  [{ reference: "M\u0007" }, ["2 reference not_printable"]],
  [{ purpose: "" }, ["2 purpose required"]],
  [{ purpose: "newsletter" }, ["2 purpose unknown_purpose"]],
  [{ purpose: "dpv:Marketing" }, ["2 purpose purpose_prohibited"]],
  [{ opensAt: "" }, ["2 opensAt required"]],
  [{ opensAt: "2026-02-29T18:00:00Z" }, ["2 opensAt date_invalid"]],
  [{ opensAt: "2026-03-05T18:00:00" }, ["2 opensAt offset_missing"]],
  [{ closesAt: "" }, ["2 closesAt end_missing"]],
  [{ closesAt: "2026-03-05T18:00:00Z" }, ["2 closesAt window_inverted"]],
  [{ closesAt: "2026-03-05T17:00:00Z" }, ["2 closesAt window_inverted"]],
  [{ closesAt: "2027-03-05T18:00:00Z" }, ["2 closesAt window_too_long"]],
  [{ closesAt: "2026-04-04T18:00:00Z" }, ["2 closesAt window_too_long"]],
  [{ "customer.reference": "" }, ["2 customer.reference required"]],
  [{ "customer.displayName": "" }, ["2 customer.displayName required"]],
  [{ "customer.displayName": long(501) }, ["2 customer.displayName too_long"]],
  [{ "customer.phone": "06 39 98" }, ["2 customer.phone phone_invalid"]],
  [{ "customer.phone": "0639980001 / 0639980002" }, ["2 customer.phone phone_invalid"]],
  [{ "customer.email": "nora" }, ["2 customer.email email_invalid"]],
  [{ "customer.address": long(501) }, ["2 customer.address too_long"]],
  [{ "customer.accessNotes": long(1_001) }, ["2 customer.accessNotes too_long"]],
  [{ "customer.language": "de" }, ["2 customer.language value_unknown"]],
  [{ legalBasis: "eu-gdpr:A9-2-a" }, ["2 legalBasis value_unknown"]],
  [{ channels: "sms|fax" }, ["2 channels value_unknown"]],
  [{ channels: "sms|sms" }, ["2 channels repeated"]],
  [{ graceMinutes: "1441" }, ["2 graceMinutes number_invalid"]],
  [{ graceMinutes: "-1" }, ["2 graceMinutes number_invalid"]],
  [{ graceMinutes: "1.5" }, ["2 graceMinutes number_invalid"]],
  [{ staff: "" }, ["2 staff required"]],
  [{ staff: " | " }, ["2 staff required"]],
  [{ staff: Array.from({ length: 21 }, (_, n) => `T-${n}`).join("|") }, ["2 staff too_many"]],
  [{ status: "lost" }, ["2 status status_unknown"]],
  [
    { reference: "", staff: "", "customer.phone": "?" },
    ["2 customer.phone phone_invalid", "2 reference required", "2 staff required"],
  ],
];

test.each(CELLS)("%j is an error at that cell", async (change, errors) => {
  expect(summary(await rowsOf(native(change, { reference: "M-2" })))).toEqual([...errors, "3 mission open M-2"]);
});

test("a month of 30 days, padding included, is the longest window", async () => {
  expect(summary(await rowsOf(native({ closesAt: "2026-04-04T17:30:00Z" })))).toEqual(["2 mission open M-1"]);
  expect(summary(await rowsOf(native({ closesAt: "2026-04-04T17:31:00Z" })))).toEqual(["2 closesAt window_too_long"]);
});

test("no error carries the content of a cell", async () => {
  const canary = "Zélie Canari 06 39 98 77 77";
  const names = HEADER.split(";");
  for (const name of names) {
    const text = JSON.stringify((await rowsOf(native({ [name]: canary }))).filter(({ kind }) => kind === "rejected"));
    expect(text).not.toMatch(/canari|7777|77 77/i);
  }
  const noHeader = await rowsOf(`${canary};${canary}\n${native({})}`);
  expect(JSON.stringify(noHeader)).not.toMatch(/canari|77 77/i);
  const repeated = await rowsOf(native({ reference: canary }, { reference: canary }));
  expect(JSON.stringify(repeated.at(1))).not.toMatch(/canari|77 77/i);
});

const row = "M-1;ride;2026-03-05T18:00:00Z;2026-03-05T19:00:00Z;C-1;Nora Lemaire;T-1";
const FILES: [name: string, file: string, rows: string[]][] = [
  ["nothing", "", ["1 row file_empty"]],
  ["empty lines only", "\n\n  \n", ["1 row file_empty"]],
  ["a header and no row", REQUIRED, []],
  ["a missing column", `${REQUIRED.replace("staff", "")}\n${row}`, ["1 staff column_missing"]],
  ["a header too many", `${REQUIRED};colour\n${row};red`, ["1 row column_unknown"]],
  ["a title with a typing mistake", `${REQUIRED};custmer.phone\n${row};x`, ["1 row column_unknown"]],
  ["a header twice", `${REQUIRED};staff\n${row};T-2`, ["1 staff column_repeated"]],
  ["no header at all", `${row}\n${row}`, expect.arrayContaining(["1 reference column_missing"]) as string[]],
  ["a header with a broken quote", `"${REQUIRED}\n${row}`, ["1 row quotes_broken"]],
  ["lines before the header", `\n\n${REQUIRED}\n${row}`, ["4 mission open M-1"]],
  ["titles in other case", `${REQUIRED.toUpperCase()}\n${row}`, ["2 mission open M-1"]],
  ["commas", `${REQUIRED}\n${row}`.replaceAll(";", ","), ["2 mission open M-1"]],
  ["tabs", `${REQUIRED}\n${row}`.replaceAll(";", "\t"), ["2 mission open M-1"]],
  ["a spreadsheet's sep line", `sep=,\n${`${REQUIRED}\n${row}`.replaceAll(";", ",")}`, ["3 mission open M-1"]],
  ["a row too short", `${REQUIRED}\nM-2;ride\n${row}`, ["2 row cells_missing", "3 mission open M-1"]],
  ["a row too long", `${REQUIRED}\n${row};extra\n${row}`, ["2 row cells_extra", "3 mission open M-1"]],
  ["empty cells too many", `${REQUIRED};;\n${row};;;;\n;;;;;;;;;`, ["2 mission open M-1"]],
  ["a broken quote", `${REQUIRED}\n"M-2;ride\n${row}`, ["2 row quotes_broken", "3 mission open M-1"]],
  [
    "a cell over the limit of a row",
    `${REQUIRED}\n${long(70_000)}\n${row}`,
    ["2 row row_too_long", "3 mission open M-1"],
  ],
];

test.each(FILES)("a file with %s", async (_name, file, rows) => {
  expect(summary(await rowsOf(file))).toEqual(rows);
});

test("encodings that are mixed cost the row, not the file", async () => {
  const file = Buffer.concat([
    Buffer.from(`${REQUIRED}\n${row.replace("Nora", "Zoé")}\n`),
    Buffer.from(`${row.replace("M-1", "M-2").replace("Nora", "Zoé")}\n`, "latin1"),
    Buffer.from(row.replace("M-1", "M-3")),
  ]);
  expect(summary(await rowsOf(file))).toEqual(["2 mission open M-1", "3 row encoding_mixed", "4 mission open M-3"]);
});

test("a reference comes once, but an ending always passes", async () => {
  const changes = [{}, { "customer.displayName": "Other" }, { status: "cancelled" }, { status: "closed", staff: "" }];
  expect(summary(await rowsOf(native(...changes)))).toEqual([
    "2 mission open M-1",
    "3 reference reference_repeated",
    "4 ending cancel M-1",
    "5 ending close M-1",
  ]);
  expect(summary(await rowsOf(native({ status: "cancelled" }, {})))).toEqual([
    "2 mission cancel M-1",
    "3 reference reference_repeated",
  ]);
  expect(summary(await rowsOf(native({ "customer.phone": "?" }, {})))).toEqual([
    "2 customer.phone phone_invalid",
    "3 mission open M-1",
  ]);
});

test("a row that ends a mission and cannot be read otherwise still ends it, and says what is wrong", async () => {
  const [ended] = await rowsOf(native({ status: "cancelled", staff: "", opensAt: "?" }));
  expect(ended).toMatchObject({ kind: "ending", action: "cancel", reference: "M-1" });
  expect(ended?.kind === "ending" && ended.errors.map(({ code }) => code)).toEqual(["date_invalid", "required"]);
  expect(summary(await rowsOf(native({ status: "cancelled", reference: "" })))).toEqual(["2 reference required"]);
  expect(summary(await rowsOf(native({ status: "open", staff: "" })))).toEqual(["2 staff required"]);
});

const BASE = {
  version: 1,
  source: "test",
  dateOrder: "dmy",
  zone: "Europe/Paris",
  fields: {
    reference: { column: "Ref" },
    "customer.reference": { digest: ["Name", "Street"] },
    "customer.displayName": { column: "Name" },
    "customer.address": { template: "{Street}, {City}" },
  },
  visit: { opens: { date: { column: "Start" } }, defaultDurationMinutes: 60 },
  staff: { from: { column: "Who" }, by: "email", separator: "," },
  staffAliases: { "Samir@Example.org": "T-31" },
  defaultPurpose: "message-proxy",
};

async function mapped(visit: object, titles: string, ...lines: string[]): Promise<ImportRow[]> {
  const mapping = importMapping.parse({ ...BASE, visit: { ...BASE.visit, ...visit } });
  const file = [
    `Ref;Name;Street;City;Who;${titles}`,
    ...lines.map((line) => `R;Nora;;Dijon;samir@example.org;${line}`),
  ];
  return rowsOf(file.join("\n"), mapping);
}

function windows(rows: readonly ImportRow[]): string[] {
  return rows.map((found) =>
    found.kind === "mission"
      ? `${found.mission.opensAt.slice(0, 16)} ${found.mission.closesAt.slice(0, 16)}`
      : `${found.kind === "rejected" ? found.errors[0]?.code : found.kind}`,
  );
}

test("staff are found by alias of the mapping, then by the company's own list", async () => {
  const mapping = importMapping.parse(BASE);
  const file = (who: string) =>
    rowsOf(`Ref;Name;Street;City;Who;Start\nR;Nora;;Dijon;"${who}";05/03/2026 09:00`, mapping);
  expect((await file("samir@example.org, lea@example.org")).at(0)).toMatchObject({
    mission: { staff: ["T-31", "T-32"] },
  });
  expect(await file("samir@example.org, nobody@example.org")).toMatchObject([
    { kind: "rejected", errors: [{ field: "staff", code: "unknown_staff", params: { column: "Who", position: 2 } }] },
  ]);
});

test("a digest stands for names, and a template closes the gaps of empty cells", async () => {
  const [first] = await mapped({}, "Start", "05/03/2026 09:00");
  expect(first).toMatchObject({ mission: { customer: { address: "Dijon" } } });
  expect(first?.kind === "mission" && first.mission.customer.reference).toMatch(/^d-[0-9a-f]+$/);
  const long501 = importMapping.parse({
    ...BASE,
    fields: { ...BASE.fields, "customer.address": { template: `{Street}${long(501)}` } },
  });
  expect(
    await rowsOf("Ref;Name;Street;City;Who;Start\nR;Nora;x;Dijon;lea@example.org;05/03/2026 09:00", long501),
  ).toMatchObject([
    { errors: [{ field: "customer.address", code: "too_long", params: { column: "customer.address", limit: 500 } }] },
  ]);
});

test("the end is the end, else start and duration, else the default", async () => {
  const visit = { closes: { date: { column: "End" } }, duration: { from: { column: "Length" }, unit: "minutes" } };
  const rows = await mapped(visit, "Start;End;Length", "05/03/2026 09:00;05/03/2026 09:30;15");
  expect(windows(rows)).toEqual(["2026-03-05T08:00 2026-03-05T08:30"]);
  expect(windows(await mapped(visit, "Start;End;Length", "05/03/2026 09:00;;15"))).toEqual([
    "2026-03-05T08:00 2026-03-05T08:15",
  ]);
  expect(windows(await mapped(visit, "Start;End;Length", "05/03/2026 09:00;;"))).toEqual([
    "2026-03-05T08:00 2026-03-05T09:00",
  ]);
  expect(windows(await mapped(visit, "Start;End;Length", "05/03/2026 09:00;;soon"))).toEqual(["duration_invalid"]);
  const noDefault = { ...visit, defaultDurationMinutes: undefined };
  expect(windows(await mapped(noDefault, "Start;End;Length", "05/03/2026 09:00;;"))).toEqual(["end_missing"]);
});

test("a visit in the night of a clock change is covered whichever hour was meant", async () => {
  expect(windows(await mapped({}, "Start", "29/03/2026 02:30"))).toEqual(["2026-03-29T00:30 2026-03-29T02:30"]);
  expect(windows(await mapped({}, "Start", "25/10/2026 02:30"))).toEqual(["2026-10-25T00:30 2026-10-25T02:30"]);
  const closes = { closes: { date: { column: "End" } } };
  expect(windows(await mapped(closes, "Start;End", "25/10/2026 01:30;25/10/2026 02:30"))).toEqual([
    "2026-10-24T23:30 2026-10-25T01:30",
  ]);
});

test("an end before the start is the next morning only where the mapping says so", async () => {
  const closes = { date: { column: "Start" }, time: { column: "To" } };
  const opens = { date: { column: "Start" }, time: { column: "From" } };
  const night = "05/03/2026;22:00;06:00";
  expect(windows(await mapped({ opens, closes }, "Start;From;To", night))).toEqual(["window_inverted"]);
  const visit = { opens, closes, crossesMidnight: true };
  expect(windows(await mapped(visit, "Start;From;To", night))).toEqual(["2026-03-05T21:00 2026-03-06T05:00"]);
  expect(windows(await mapped(visit, "Start;From;To", "24/10/2026;22:00;06:00"))).toEqual([
    "2026-10-24T20:00 2026-10-25T05:00",
  ]);
  expect(windows(await mapped(visit, "Start;From;To", "05/03/2026;22:00;22:00"))).toEqual(["window_inverted"]);
});

test("plan and promise: each choice gives its window, and rows without a promise the plan", async () => {
  const moment = (column: string) => ({ date: { column } });
  const titles = "Start;End;PromisedFrom;PromisedTo";
  const visit = { closes: moment("End"), promised: { opens: moment("PromisedFrom"), closes: moment("PromisedTo") } };
  const both = "05/03/2026 09:00;05/03/2026 10:00;05/03/2026 08:00;05/03/2026 12:00";
  const planOnly = "05/03/2026 09:00;05/03/2026 10:00;;";
  const choices = {
    planned: "2026-03-05T08:00 2026-03-05T09:00",
    promised: "2026-03-05T07:00 2026-03-05T12:00",
    both: "2026-03-05T07:00 2026-03-05T11:00",
  };
  for (const [choose, window] of Object.entries(choices)) {
    expect(windows(await mapped({ ...visit, choose }, titles, both))).toEqual([window]);
    expect(windows(await mapped({ ...visit, choose }, titles, planOnly))).toEqual([choices.planned]);
  }
  const broken = "05/03/2026 09:00;05/03/2026 10:00;05/03/2026 08:00;soon";
  expect(windows(await mapped({ ...visit, choose: "both" }, titles, broken))).toEqual(["date_invalid"]);
});

test("an actual end closes, but does not undo a cancellation", async () => {
  const mapping = importMapping.parse({
    ...BASE,
    status: { from: { column: "State" }, map: { planned: "open", off: "cancel" } },
    endedAt: { column: "Ended" },
  });
  const actions = [];
  for (const cells of ["planned;", "planned;05/03/2026", "off;05/03/2026", ";", " PLANNED ;"]) {
    const file = `Ref;Name;Street;City;Who;Start;State;Ended\nR;Nora;;Dijon;lea@example.org;05/03/2026 09:00;${cells}`;
    const [found] = await rowsOf(file, mapping);
    actions.push(found?.kind === "mission" ? found.action : found?.kind);
  }
  expect(actions).toEqual(["open", "close", "cancel", "open", "open"]);
});

test("a preview shows what was understood and nobody", async () => {
  const [found] = await rowsOf(native({ "customer.phone": "01 99 00 00 01", "customer.address": "10 rue Pasteur" }));
  if (found?.kind !== "mission") throw new Error("could not read the row");
  const preview = previewRow(found);
  expect(preview).toMatchObject({
    reference: "M-1",
    customer: { reference: "C-1", phone: "landline", hasAddress: true, hasEmail: false },
  });
  expect(JSON.stringify(preview)).not.toMatch(/Nora|1990|Pasteur/);
});

test("the same bytes give the same rows, and so does any cut into pieces", async () => {
  const file = Buffer.from(`${native({}, { reference: "M-2", "customer.displayName": '"Zoé\nMarin"' })}\n"broken\n`);
  const whole = await rowsOf(file, NATIVE_MAPPING, 10_000);
  for (const size of [1, 3, 17]) expect(await rowsOf(file, NATIVE_MAPPING, size)).toEqual(whole);
});

test("a connection that breaks is thrown on, after the rows that came", async () => {
  async function* breaking(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${native({}, { reference: "M-2" })}\n`);
    throw new Error("could not read the upload");
  }
  const rows: ImportRow[] = [];
  const reading = async () => {
    for await (const found of parseImport(breaking(), NATIVE_MAPPING, CONTEXT)) rows.push(found);
  };
  await expect(reading()).rejects.toThrow("could not read the upload");
  expect(summary(rows)).toEqual(["2 mission open M-1", "3 mission open M-2"]);
});

test("the source is let go when the file is refused or the reader leaves", async () => {
  for (const file of ["no such columns\nx", native({}, { reference: "M-2" })]) {
    let isClosed = false;
    async function* watched(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from(`${file}\n`);
      } finally {
        isClosed = true;
      }
    }
    for await (const _ of parseImport(watched(), NATIVE_MAPPING, CONTEXT)) break;
    expect(isClosed).toBe(true);
  }
});

test("rows end at the limit", async () => {
  const block = Buffer.from("short;row\n".repeat(10_000));
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`${REQUIRED}\n`);
    for (;;) yield block;
  }
  let count = 0;
  let last: ImportRow | undefined;
  for await (const found of parseImport(endless(), NATIVE_MAPPING, CONTEXT)) {
    count += 1;
    last = found;
  }
  expect(count).toBe(MAX_ROWS + 1);
  expect(last).toMatchObject({ kind: "rejected", errors: [{ code: "too_many_rows", params: { limit: MAX_ROWS } }] });
});

test("any bytes are rows or errors, never a throw", async () => {
  const anything = fc.uint8Array({ maxLength: 300 });
  const afterHeader = anything.map((bytes) => Buffer.concat([Buffer.from(`${HEADER}\n`), bytes]));
  const cells = fc.array(fc.string({ unit: "binary", maxLength: 30 }), { minLength: 7, maxLength: 16 });
  const asRow = cells.map((row_) =>
    Buffer.from(`${HEADER}\n${row_.map((text) => `"${text.replaceAll('"', '""')}"`).join(";")}`),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(anything, afterHeader, asRow), async (bytes) => {
      for (const found of await rowsOf(bytes)) {
        if (found.kind === "rejected") expect(found.errors.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("what a program writes by RFC 4180 arrives unchanged", async () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "é", "'", '"', ";", ",", " ", "1", "|", "-"),
    minLength: 1,
    maxLength: 20,
  });
  const name = text.map((value) => `n${value}n`);
  const mission = fc.record({
    displayName: name,
    address: name,
    notes: fc.tuple(name, name).map((lines) => lines.join("\n")),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(mission, { minLength: 1, maxLength: 6 }), async (missions) => {
      const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
      const file = native(
        ...missions.map(({ displayName, address, notes }, index) => ({
          reference: `M-${index}`,
          "customer.displayName": quoted(displayName),
          "customer.address": quoted(address),
          "customer.accessNotes": quoted(notes),
        })),
      );
      const rows = await rowsOf(file);
      expect(rows.map((found) => found.kind === "mission" && found.mission.customer)).toMatchObject(
        missions.map(({ displayName, address, notes }) => ({ displayName, address, accessNotes: notes })),
      );
    }),
    { numRuns: 200 },
  );
});
