import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Json } from "../program.ts";
import type { Mission } from "./stranger.ts";
import { openProgram } from "./stranger.ts";

const SAMPLES = join(import.meta.dirname, "../../samples");
const stranger = await openProgram();
const HIS = "+33639983501";
await stranger.staff("T-1", HIS);
await stranger.numbers(Array.from({ length: 60 }, (_, n) => `+339370035${String(n).padStart(2, "0")}`));
for (const staff of [
  "T-7",
  "T-8",
  "T-9",
  "A-12",
  "A-15",
  "T-21",
  "T-22",
  "UK-3",
  "UK-4",
  "T-31",
  "T-32",
  "T-41",
  "T-42",
]) {
  await stranger.staff(staff);
}

type Rejected = {
  readonly line: number;
  readonly field: string | null;
  readonly code: string;
  readonly message: string;
};

async function send(body: string | Uint8Array, query = "", type = "text/csv"): Promise<{ status: number; body: Json }> {
  const { url, apiKey } = stranger.program;
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": type };
  const response = await fetch(`${url}/v1/missions/import${query}`, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : new Uint8Array(body),
  });
  return { status: response.status, body: await response.json() };
}

/** What an import said, in a few words: how many went in, and what is wrong where. */
async function bring(
  body: string | Uint8Array,
  query = "",
): Promise<{ accepted: number; rejected: string[]; all: Json }> {
  const answer = await send(body, query);
  expect(answer).toMatchObject({ status: 200 });
  const rejected: Rejected[] = answer.body.rejected;
  for (const { message } of rejected) expect(message.length).toBeGreaterThan(10);
  const { accepted } = answer.body;
  return {
    accepted,
    rejected: rejected.map(({ line, field, code }) => `${line} ${field ?? "row"} ${code}`),
    all: answer.body,
  };
}

async function find(reference: string): Promise<Mission> {
  const { body } = await stranger.call("GET", `/v1/missions?reference=${encodeURIComponent(reference)}`);
  expect(body.items).toHaveLength(1);
  return body.items[0];
}

async function isThere(reference: string): Promise<boolean> {
  const { body } = await stranger.call("GET", `/v1/missions?reference=${encodeURIComponent(reference)}`);
  return body.items.length > 0;
}

const COLUMNS = [
  "reference",
  "purpose",
  "opensAt",
  "closesAt",
  "customer.reference",
  "customer.displayName",
  "customer.phone",
  "staff",
];
let rows = 0;
type Row = { readonly [column: string]: string };
/** A row with everything it needs, for a visit that is on now. */
function row(more: Row = {}): Row {
  rows += 1;
  return {
    reference: `I-${rows}`,
    purpose: "home-intervention",
    opensAt: stranger.at(-30),
    closesAt: stranger.at(30),
    "customer.reference": `IC-${rows}`,
    "customer.displayName": "Léa Fontaine",
    "customer.phone": `+336399836${String(rows).padStart(2, "0")}`,
    staff: "T-1",
    ...more,
  };
}

function csv(lines: readonly Row[], columns: readonly string[] = COLUMNS, separator = ","): string {
  const cell = (text = "") => (/[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns, ...lines.map((line) => columns.map((column) => line[column]))]
    .map((cells) => cells.map((text) => cell(text)).join(separator))
    .join("\n");
}

test("rows become missions that work", async () => {
  const [one, two] = [
    row(),
    row({ staff: "T-1|T-8", channels: "call", graceMinutes: "0", "customer.accessNotes": "Code 12" }),
  ];
  const columns = [...COLUMNS, "channels", "graceMinutes", "customer.accessNotes"];
  expect(await bring(csv([one, two], columns))).toMatchObject({ accepted: 2, rejected: [] });
  const first = await find(one["reference"] as string);
  expect(await stranger.dial(HIS, first.lines[0].staffDials)).toMatchObject({ rings: one["customer.phone"] });
  const second = await find(two["reference"] as string);
  expect(second).toMatchObject({ channels: ["call"], graceMinutes: 0, lines: [{ staff: "T-1" }, { staff: "T-8" }] });
});

test("the window of a row is widened by the padding of its purpose", async () => {
  const planned = row({ opensAt: "2027-03-05T09:00:00+01:00", closesAt: "2027-03-05T11:00:00.000+0100" });
  await bring(csv([planned]));
  expect(await find(planned["reference"] as string)).toMatchObject({
    opensAt: "2027-03-05T07:00:00.000Z",
    closesAt: "2027-03-05T10:30:00.000Z",
  });
});

test("the same file again changes nothing", async () => {
  const file = csv([row(), row(), row({ purpose: "ride" })]);
  expect(await bring(file)).toMatchObject({ accepted: 3, rejected: [] });
  const before = await stranger.call("GET", "/v1/missions?limit=1000");
  expect((await bring(file)).all).toMatchObject({ accepted: 3, unchanged: 3, changed: 0, rejected: [] });
  expect((await stranger.call("GET", "/v1/missions?limit=1000")).body).toEqual(before.body);
});

test("a row that changed changes its mission, and the lines follow", async () => {
  const first = row();
  await bring(csv([first]));
  const mission = await find(first["reference"] as string);
  const later = { ...first, closesAt: stranger.at(300), staff: "T-8", "customer.phone": "06 39 98 36 99" };
  expect((await bring(csv([later]))).all).toMatchObject({ accepted: 1, changed: 1 });
  const changed = await find(first["reference"] as string);
  expect(changed.id).toBe(mission.id);
  expect(changed.closesAt).toBe(new Date(Date.parse(later.closesAt) + 30 * 60_000).toISOString());
  expect(changed.lines.map(({ staff }) => staff)).toEqual(["T-8"]);
  expect(await stranger.dial(HIS, mission.lines[0].staffDials)).toMatchObject({ outcome: "refused" });
});

test("good rows go in whatever the bad ones are, and each mistake has its line and field", async () => {
  const good = [row(), row(), row()];
  const file = csv([
    good[0] as Row,
    row({ purpose: "newsletter" }),
    row({ opensAt: "demain" }),
    good[1] as Row,
    row({ staff: "T-404" }),
    row({ "customer.phone": "0639" }),
    row({ closesAt: "2026-01-01T00:00:00Z" }),
    row({ reference: good[0]?.["reference"] as string }),
    row({ purpose: "dpv:Marketing" }),
    row({ reference: "" }),
    row({ opensAt: "2027-01-01T00:00:00Z", closesAt: "2028-01-01T00:00:00Z" }),
    row({ opensAt: "2027-01-01T10:00:00" }),
    good[2] as Row,
  ]);
  const { accepted, rejected, all } = await bring(file);
  expect(accepted).toBe(3);
  expect(rejected).toEqual([
    "3 purpose unknown_purpose",
    "4 opensAt date_invalid",
    "6 staff unknown_staff",
    "7 customer.phone phone_invalid",
    "8 closesAt window_inverted",
    "9 reference reference_repeated",
    "10 purpose purpose_prohibited",
    "11 reference required",
    "12 closesAt window_too_long",
    "13 opensAt offset_missing",
  ]);
  for (const { reference } of good) expect(await isThere(reference as string)).toBe(true);
  for (const said of ["newsletter", "demain", "T-404", "0639", "Fontaine"])
    expect(JSON.stringify(all)).not.toContain(said);
});

test("broken quotes spoil their row and no other", async () => {
  const [before, broken, after] = [row(), row(), row()];
  const lines = csv([before, broken, after]).split("\n");
  lines[2] = (lines[2] as string).replace("Léa Fontaine", 'Léa "Fontaine');
  expect(await bring(lines.join("\n"))).toMatchObject({ accepted: 2, rejected: ["3 row quotes_broken"] });
  expect(await isThere(after["reference"] as string)).toBe(true);
});

test("a cell may hold separators, quotes and lines", async () => {
  const [one, two] = [row({ "customer.displayName": 'Résidence "Les, Lilas";\nEscalier B' }), row()];
  const columns = [...COLUMNS, "customer.address"];
  const withAddress = { ...one, "customer.displayName": "Léa", "customer.address": '12, rue "Haute";\n75020 Paris' };
  expect(await bring(csv([withAddress, two], columns))).toMatchObject({ accepted: 2, rejected: [] });
  const { id } = await find(one["reference"] as string);
  const shown = await stranger.call("POST", `/v1/missions/${id}/disclosures`, { staff: "T-1", what: "address" });
  expect(shown.body.address).toBe('12, rue "Haute";\n75020 Paris');
});

test.for([
  ["UTF-8 with a byte order mark", ",", "\n", (text: string) => Buffer.from(`\ufeff${text}`)],
  ["semicolons and CR LF", ";", "\r\n", (text: string) => Buffer.from(text)],
  ["Windows-1252", ";", "\r\n", (text: string) => Buffer.from(text, "latin1")],
  ["UTF-16 with a mark", ",", "\n", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
] as const)("%s is read", async ([, separator, newline, encode]) => {
  const one = row({ "customer.displayName": "Hélène Durand", "customer.address": "12 rue de l'Église" });
  const text = csv([one], [...COLUMNS, "customer.address"], separator).replaceAll("\n", newline);
  expect(await bring(encode(text))).toMatchObject({ accepted: 1, rejected: [] });
  const { id } = await find(one["reference"] as string);
  const shown = await stranger.call("POST", `/v1/missions/${id}/disclosures`, { staff: "T-1", what: "address" });
  expect(shown.body.address).toBe("12 rue de l'Église");
});

test("a row in another encoding than the file is rejected, not taken in wrong letters", async () => {
  const [one, two] = [row({ "customer.displayName": "Hélène" }), row({ "customer.displayName": "Zoé" })];
  const [header, first, second] = csv([one, two]).split("\n") as [string, string, string];
  const mixed = Buffer.concat([Buffer.from(`${header}\n${first}\n`), Buffer.from(second, "latin1")]);
  expect(await bring(mixed)).toMatchObject({ accepted: 1, rejected: ["3 row encoding_mixed"] });
});

test("a header too many or missing stops the file; empty files too", async () => {
  const one = row();
  const reference = one["reference"] as string;
  for (const [columns, code] of [
    [[...COLUMNS, "customer.phone"], "column_repeated"],
    [[...COLUMNS, "customer.fax"], "column_unknown"],
    [COLUMNS.filter((column) => column !== "staff"), "column_missing"],
  ] as const) {
    const { accepted, rejected } = await bring(csv([one], columns));
    expect(accepted).toBe(0);
    expect(rejected.join()).toContain(code);
    expect(rejected.join()).toMatch(/^1 /);
  }
  expect((await bring("")).rejected.join()).toContain("file_empty");
  expect(await isThere(reference)).toBe(false);
  const rowTooWide = `${csv([one])},surplus`;
  expect(await bring(rowTooWide)).toMatchObject({ accepted: 0, rejected: ["2 row cells_extra"] });
});

test("a status that says cancelled or over ends the mission, once, and never begins one", async () => {
  const [kept, called, over, unknown] = [row(), row(), row(), row()];
  const columns = [...COLUMNS, "status"];
  await bring(csv([kept, called, over], columns));
  const file = csv(
    [kept, { ...called, status: "cancelled" }, { ...over, status: "closed" }, { ...unknown, status: "closed" }],
    columns,
  );
  expect((await bring(file)).all).toMatchObject({ accepted: 4, cancelled: 1, closed: 1, unchanged: 2 });
  expect(await find(kept["reference"] as string)).toMatchObject({ status: "open" });
  const cancelled = await find(called["reference"] as string);
  expect(cancelled).toMatchObject({ status: "cancelled" });
  expect(await stranger.dial(HIS, cancelled.lines[0].staffDials)).toMatchObject({ code: "mission_cancelled" });
  expect(await find(over["reference"] as string)).toMatchObject({ status: "closed" });
  expect(await isThere(unknown["reference"] as string)).toBe(false);
  expect((await bring(file)).all).toMatchObject({ accepted: 4, cancelled: 0, closed: 0, unchanged: 4 });
});

test("a row that ends a mission ends it even when the rest of it cannot be read", async () => {
  const one = row();
  const columns = [...COLUMNS, "status"];
  await bring(csv([one], columns));
  await bring(csv([{ ...one, staff: "", opensAt: "", closesAt: "", status: "cancelled" }], columns));
  expect(await find(one["reference"] as string)).toMatchObject({ status: "cancelled" });
});

test("a dry run says what would happen, and nothing does", async () => {
  const [fresh, known, foreign] = [row(), row(), row({ staff: "T-404" })];
  await bring(csv([known]));
  const file = csv([fresh, known, foreign, row({ purpose: "newsletter" })]);
  const dry = await bring(file, "?dryRun=true");
  expect(dry.rejected).toEqual(["4 staff unknown_staff", "5 purpose unknown_purpose"]);
  expect(dry.all).toMatchObject({ accepted: 2, unchanged: 1 });
  expect(dry.all.preview.map(({ line, reference }: { line: number; reference: string }) => [line, reference])).toEqual([
    [2, fresh["reference"]],
    [3, known["reference"]],
    [4, foreign["reference"]],
  ]);
  expect(JSON.stringify(dry.all)).not.toMatch(/Fontaine|3998/);
  expect(await isThere(fresh["reference"] as string)).toBe(false);
  const { preview: _, id, ...said } = dry.all;
  const brought = (await bring(file)).all;
  expect(brought).toEqual({ ...said, id: expect.stringMatching(/^imp_/) as string });
  expect(brought.id).not.toBe(id);
  expect(await isThere(fresh["reference"] as string)).toBe(true);
});

/** What becomes of each row of the samples; see samples/README.md. References and windows in UTC, then what is wrong. */
const PRESETS = [
  {
    name: "cadulis",
    accepted: 6,
    missions: [
      "INT-1001 2026-03-05T07:00/10:30 T-7",
      "INT-1002 2026-03-05T12:00/15:00 T-8",
      "INT-1006 2026-03-28T23:30/02:00 T-8",
    ],
    rejected: [
      "8 staff required",
      "9 staff unknown_staff",
      "10 customer.phone phone_invalid",
      "11 status status_unknown",
      "11 closesAt window_inverted",
    ],
  },
  {
    name: "ogust",
    accepted: 5,
    missions: [],
    rejected: ["7 staff required", "8 opensAt date_invalid", "9 staff unknown_staff"],
  },
  {
    name: "synchroteam",
    accepted: 5,
    missions: [
      "GP-3001 2026-03-05T12:00/15:00 T-21",
      "GP-3002 2026-03-06T01:30/05:00 T-21+T-22",
      "GP-3008 2026-03-06T17:00/19:30 T-22",
    ],
    rejected: ["8 staff required", "9 staff required", "10 row quotes_broken"],
  },
  {
    name: "verizon-connect",
    accepted: 6,
    missions: ["J-88 2026-03-05T06:30/11:30 UK-3", "J-90 2026-03-28T20:30/02:00 UK-4"],
    rejected: ["8 reference reference_repeated", "9 opensAt time_invalid"],
  },
  {
    name: "salesforce-field-service",
    accepted: 4,
    missions: ["SA-0004 2026-03-13T06:00/11:30 T-31", "SA-0005 2026-03-13T12:00/15:00 T-31+T-32"],
    rejected: [
      "5 opensAt required",
      "5 staff required",
      "7 opensAt date_invalid",
      "8 opensAt offset_missing",
      "8 customer.reference required",
      "9 reference reference_repeated",
    ],
  },
  {
    name: "dynamics-365",
    accepted: 4,
    missions: ["a0000000-0000-4000-8000-000000000001 2026-03-05T07:00/10:00 T-41"],
    rejected: ["8 closesAt window_inverted", "9 status status_unknown"],
  },
] as const;

test.for(PRESETS)(
  "the export of $name goes in under its preset, and again changes nothing",
  async ({ name, accepted, missions, rejected }) => {
    const file = readFileSync(join(SAMPLES, name, "sample.csv"));
    const dry = await bring(file, `?mapping=${name}&dryRun=true`);
    const first = await bring(file, `?mapping=${name}`);
    expect(first).toMatchObject({ accepted, rejected });
    expect(dry).toMatchObject({ accepted, rejected });
    expect((await bring(file, `?mapping=${name}`)).all).toMatchObject({ accepted, unchanged: accepted, changed: 0 });
    for (const told of missions) {
      const { reference, opensAt, closesAt, lines } = await find(told.split(" ")[0] as string);
      const staff = lines.map((line) => line.staff).join("+");
      expect(`${reference} ${opensAt.slice(0, 16)}/${closesAt.slice(11, 16)} ${staff}`).toBe(told);
    }
  },
);

test("what is no CSV and no mapping is refused", async () => {
  expect(await send("{}", "", "application/json")).toMatchObject({
    status: 415,
    body: { code: "unsupported_media_type" },
  });
  expect(await send(csv([row()]), "?mapping=unheard-of")).toMatchObject({
    status: 400,
    body: { code: "unknown_mapping" },
  });
  for (const query of ["?mapping=../secret", "?dryRun=maybe", "?more=1"]) {
    expect(await send(csv([row()]), query)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  }
  expect(await send(csv([row()]), "", "text/csv; charset=utf-8")).toMatchObject({ status: 200 });
});

test("thousands of rows go in, as they come", async () => {
  const many = Array.from({ length: 3_000 }, (_, n) => row({ "customer.phone": "", "customer.reference": `MC-${n}` }));
  expect(await bring(csv(many))).toMatchObject({ accepted: 3_000, rejected: [] });
  expect(await isThere(many.at(-1)?.["reference"] as string)).toBe(true);
});
