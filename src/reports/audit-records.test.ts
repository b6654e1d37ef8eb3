import { expect, test, afterAll, beforeAll } from "vitest";
import type { AuditedEntry, Horizon } from "../ledger/index.ts";
import { ReportRecords } from "./audit-records.ts";
import type { ReportsBench } from "./reports.fixture.ts";
import { openReportsBench } from "./reports.fixture.ts";

let bench: ReportsBench;
beforeAll(async () => {
  bench = await openReportsBench();
  await bench.file({ mission: (await bench.visit(1)).id });
  await bench.file({ door: "sms" });
});
afterAll(() => bench.close());

type Row = { readonly entry_id: number; readonly at: Date; readonly bytes: Buffer };

async function entries(): Promise<AuditedEntry[]> {
  const rows = await bench.rows<Row>("select entry_id::int, at, bytes from ledger.entry order by entry_id");
  return rows.map(({ entry_id, at, bytes }) => {
    const body = JSON.parse(bytes.toString());
    return { entryId: entry_id, atMs: at.getTime(), body } as unknown as AuditedEntry;
  });
}

async function findings(change: (all: AuditedEntry[]) => readonly AuditedEntry[] = (all) => all): Promise<string[]> {
  const told: string[] = [];
  const records = new ReportRecords((sentence) => void told.push(sentence));
  for (const entry of change(await entries())) records.take(entry);
  await records.compare(bench.house.store, {} as Horizon);
  return told;
}
const isFiling = ({ body }: AuditedEntry) => body.event === "reports.file-report";

test("reports and the entries that filed them agree", async () => {
  expect(await findings()).toEqual([]);
});

test("a report without its entry, an entry without its report, and one said twice are found", async () => {
  expect(await findings((all) => all.filter((entry) => entry !== all.find(isFiling)))).toEqual([
    expect.stringContaining("no entry tells of it"),
  ]);
  expect(await findings((all) => [...all, ...all.filter(isFiling).slice(0, 1)])).toEqual([
    expect.stringContaining("says again that it was filed"),
  ]);
  const stray = (all: AuditedEntry[]) => {
    const filed = all.find(isFiling) as AuditedEntry;
    return [...all, { ...filed, body: { ...filed.body, report: "rep_00000000000000000000000000" } } as AuditedEntry];
  };
  expect(await findings(stray)).toEqual([expect.stringContaining("and it is not there")]);
});

test.for([
  ["door", "door = 'call'", "door = 'page'"],
  ["instant", "filed_at = filed_at + interval '1 ms'", "filed_at = filed_at - interval '1 ms'"],
  ["mission", "mission_id = null", undefined],
] as const)("a report whose %s was changed is found", async ([, change, back]) => {
  const one = "where mission_id is not null";
  const [row] = await bench.rows<{ report_id: string; mission_id: string }>(`select * from reports.report ${one}`);
  await bench.house.owner.query(`update reports.report set ${change} ${one}`);
  expect(await findings()).toEqual([`report ${row?.report_id}: it is not what its entry says`]);
  const undo = back ?? `mission_id = '${row?.mission_id}'`;
  await bench.house.owner.query(`update reports.report set ${undo} where report_id = $1`, [row?.report_id]);
  expect(await findings()).toEqual([]);
});
