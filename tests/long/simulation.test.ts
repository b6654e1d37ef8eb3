import { expect, test } from "vitest";
import { seedOf } from "../seed.ts";
import { Town } from "../simulation/town.ts";

const TOWNS = 20;
const BATCHES = 40;

test.each([true, false])(
  "the house stays in order in twenty towns (one thing after the other: %s)",
  async (isQuiet) => {
    const first = seedOf("towns");
    let texts = 0;
    for (let seed = first; seed < first + TOWNS; seed += 1) {
      const town = await Town.open(seed, { isQuiet });
      try {
        for (let batch = 1; batch <= BATCHES; batch += 1) {
          await town.live(25).catch((error: unknown) => {
            throw new Error(`batch ${batch} of SEED=${seed}`, { cause: error });
          });
        }
        texts += town.counts.get("text queued") ?? 0;
      } finally {
        await town.close();
      }
    }
    expect(texts).toBeGreaterThan(TOWNS * 10);
  },
);
