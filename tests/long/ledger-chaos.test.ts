import { expect, test } from "vitest";
import { runLedgerChaos } from "../faults/ledger-chaos.ts";
import { seedOf } from "../seed.ts";

test("ten minutes of chaos on four nodes: no gap, no fork, every entry once", async () => {
  const counts = await runLedgerChaos(seedOf("ledger chaos"), 600_000);
  console.log(JSON.stringify(counts));
  expect(counts.entries).toBeGreaterThan(20_000);
  expect(counts.kills).toBeGreaterThan(50);
  expect(counts.restarts).toBeGreaterThan(20);
});
