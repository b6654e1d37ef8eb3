import { expect, test } from "vitest";
import { seedOf } from "../seed.ts";
import { runKills } from "./kills.ts";

test("20 kills under load: what was told is on record, what was not told happens once", async () => {
  const counts = await runKills(seedOf("kills"), 20);
  console.log(counts);
  expect(counts.rounds).toBe(20);
  expect(counts.tried).toBeGreaterThan(200);
}, 240_000);
