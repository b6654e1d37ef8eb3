import { afterAll, beforeAll, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import { writeToReporter } from "./add-message.ts";
import { choose } from "./follow-up.ts";
import { newId } from "../base/ids.ts";
import type { ReportId } from "../base/ids.ts";
import { consumeSignals } from "./consume-signals.ts";
import { readReport } from "./read-report.ts";
import { ReportDesk } from "./report-desk.ts";
import type { ReportsBench } from "./reports.fixture.ts";
import { openReportsBench, REPORTS, sealed } from "./reports.fixture.ts";
import { until } from "../../tests/surface/stranger.ts";

let bench: ReportsBench;
beforeAll(async () => {
  bench = await openReportsBench({ staff: 3 });
});
afterAll(async () => {
  await checkHouse(bench.house.store);
  await bench.close();
});

const consume = () => bench.act((tx) => consumeSignals(tx, bench.deps));
async function consumeAll(): Promise<void> {
  while ((await consume()) > 0) continue;
}
const reports = () => bench.rows<{ report_id: ReportId; door: string }>("select report_id, door from reports.report");
const waiting = async () => (await bench.rows("select from relay.signal where consumed_at is null")).length;

test("what several nodes take at once is filed once each, and what was sealed is gone from the signal", async () => {
  const before = (await reports()).length;
  for (const n of [1, 2, 3, 4, 5]) {
    const visit = await bench.visit(n);
    await bench.house.text(visit.customerPhone, visit.customerDials, "SIGNALER");
  }
  await Promise.all([consume(), consume(), consume()]);
  await consumeAll();
  expect((await reports()).length - before).toBe(5);
  expect(
    await bench.rows("select from relay.signal where sealed is not null and consumed_at is not null"),
  ).toHaveLength(0);
});

test("a phone adds to its report for ninety days, and then begins another", async () => {
  const phone = "+33639987701";
  const write = async (text: string) => {
    await bench.house.text(phone, REPORTS, text);
    await consumeAll();
    return (await reports()).length;
  };
  const first = await write("Il m’écrit sur mon téléphone");
  await bench.house.advance(89 * 86_400_000);
  expect(await write("Et encore hier")).toBe(first);
  await bench.house.advance(2 * 86_400_000);
  expect(await write("Il recommence")).toBe(first + 1);

  // By then what recognised the phone is gone from the first report, and still there for the second.
  await new ReportDesk(bench.deps, async () => undefined).doChores();
  const known = await bench.rows("select from reports.report where sender_index is not null");
  expect(known).toHaveLength(1);
});

test("who asked for answers by text answers by text: what they write is a message to the desk", async () => {
  const phone = "+33639987702";
  await bench.house.text(phone, REPORTS, "Il m’attend dehors parfois");
  await consumeAll();
  const { report_id: report } = (await reports()).at(-1) as { report_id: ReportId };
  const number = { number: REPORTS, carrier: bench.house.carrier.name };
  await bench.act((tx) => choose(tx, bench.deps, report, { bySms: true }, number));
  await bench.act((tx) =>
    writeToReporter(tx, bench.deps, report, { text: sealed("Quel jour était-ce ?"), by: newId("deskUser") }),
  );
  await bench.house.settle();
  expect(bench.house.carrier.textsAt(phone).at(-1)).toContain("Quel jour était-ce ?");
  await bench.house.text(phone, REPORTS, "Mardi dernier");
  await consumeAll();
  const read = await readReport(bench.house.store, bench.house.vault, report);
  expect(read?.messages.map(({ sender }) => sender)).toEqual(["desk", "reporter"]);
  // A number is still where a message came from, and is looked into.
  await bench.house.text(phone, REPORTS, "06 39 98 70 03");
  await consumeAll();
  await bench.look();
  expect(await bench.concerned(report)).toEqual(["T-3 lead"]);
});

test("one that cannot be taken stays behind alone, kept and said aloud; the others are filed and danger is rung", async () => {
  const [good, bad] = [await bench.visit(6), await bench.visit(7)];
  await bench.house.text(bad.customerPhone, bad.customerDials, "SIGNALER");
  const broken = bench.house.vault.sealForTenant("signal", "this is not what a gate writes");
  await bench.house.owner.query("update relay.signal set sealed = $1 where consumed_at is null", [broken]);
  await bench.house.text(good.customerPhone, good.customerDials, "SIGNALER");
  const [before, rung] = [(await reports()).length, bench.logged.length];
  await bench.file({ isDanger: true });
  const desk = new ReportDesk(bench.deps, async () => undefined);
  desk.look();
  await until(reports, ({ length }) => length === before + 2);
  await desk.stop();
  const events = bench.logged.slice(rung).map(({ event }) => event);
  expect(events.filter((event) => event === "reports.stuck")).toHaveLength(1);
  expect(events).toContain("reports.danger");
  expect(await waiting()).toBe(1);
  // What failed is passed over for a while, and does not fill the log.
  desk.look();
  await desk.stop();
  expect(bench.logged.filter(({ event }) => event === "reports.stuck")).toHaveLength(1);
  // Once it can be read again it is filed.
  await bench.house.owner.query("update relay.signal set sealed = null where consumed_at is null");
  await consumeAll();
  expect((await reports()).length).toBe(before + 3);
});
