import { afterAll, beforeAll, expect, test } from "vitest";
import { checkHouse } from "../../tests/check-house.ts";
import type { SignalId } from "../base/ids.ts";
import { Store } from "../store/index.ts";
import { consumeSignals } from "./consume-signals.ts";
import type { ReportsBench } from "./reports.fixture.ts";
import { openReportsBench } from "./reports.fixture.ts";

let bench: ReportsBench;
beforeAll(async () => {
  bench = await openReportsBench();
});
afterAll(async () => {
  await checkHouse(bench.house.store);
  await bench.close();
});

const dangers = () => bench.rows("select from reports.report where is_danger and 'danger' = any (what)");

async function reportInDanger(n: number): Promise<void> {
  const visit = await bench.visit(n);
  await bench.house.text(visit.customerPhone, visit.customerDials, "SIGNALER");
  await bench.house.text(visit.customerPhone, visit.customerDials, "5");
}

async function consumeAll(): Promise<void> {
  while ((await bench.act((tx) => consumeSignals(tx, bench.deps))) > 0) continue;
}

test("an answer that one node takes while another one files its report is kept with that report", async () => {
  await reportInDanger(1);
  await bench.act(async (tx) => {
    // This node has the report word, and has not committed it.
    expect(await consumeSignals(tx, bench.deps, { limit: 1 })).toBe(1);
    await consumeElsewhere();
  });
  await consumeAll();
  expect(await dangers()).toHaveLength(1);
});

test("an answer to a report that cannot be filed yet waits for it", async () => {
  const before = (await dangers()).length;
  await reportInDanger(2);
  const [word] = await bench.rows<{ signal_id: SignalId }>(
    "select signal_id from relay.signal where word = 'report' and consumed_at is null",
  );
  await bench.act((tx) => consumeSignals(tx, bench.deps, { passOver: word === undefined ? [] : [word.signal_id] }));
  await consumeAll();
  expect((await dangers()).length).toBe(before + 1);
});

test("its twin: one node takes both in order", async () => {
  const before = (await dangers()).length;
  await reportInDanger(3);
  await consumeAll();
  expect((await dangers()).length).toBe(before + 1);
});

/** Another node: a store of its own, so that its transaction is none inside this one. */
async function consumeElsewhere(): Promise<void> {
  const store = new Store(bench.house.connection);
  try {
    await store.transaction((tx) => consumeSignals(tx, bench.deps));
  } finally {
    await store.close();
  }
}
