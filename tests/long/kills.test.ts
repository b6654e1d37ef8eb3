import { expect, test } from "vitest";
import { runKills } from "../faults/kills.ts";
import { seedOf } from "../seed.ts";

test("200 kills under load: what was told is on record, what was not told happens once", async () => {
  const counts = await runKills(seedOf("kills"), 200);
  console.log(counts);
  expect(counts.rounds).toBe(200);
  expect(counts.unanswered).toBeGreaterThan(200);
});
