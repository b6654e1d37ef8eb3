import { expect, onTestFinished, test } from "vitest";
import { seedOf } from "../seed.ts";
import { Town } from "./town.ts";

/** What must have happened at least once, or the simulation shows nothing. */
const USUAL = ["mission", "text queued", "text refused", "text intercepted", "call queued", "close", "reopen"];

function expectVariety(counts: ReadonlyMap<string, number>): void {
  console.log(
    [...counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([what, count]) => `${what}: ${count}`)
      .join(", "),
  );
  const kinds = [...counts.keys()];
  for (const usual of USUAL.filter((what) => what !== "text refused")) expect(kinds).toContain(usual);
  for (const code of ["window_closed", "code_required", "pair_cut", "not_assigned", "unknown_line"]) {
    expect(
      kinds.some((kind) => kind.endsWith(code)),
      code,
    ).toBe(true);
  }
}

async function checkLife(
  name: string,
  options: { readonly isQuiet: boolean; readonly batches: number },
): Promise<void> {
  const seed = seedOf(name);
  const town = await Town.open(seed, options);
  onTestFinished(() => town.close());
  for (let batch = 1; batch <= options.batches; batch += 1) {
    await town.live(25).catch((error: unknown) => {
      throw new Error(`batch ${batch} of SEED=${seed}`, { cause: error });
    });
  }
  expectVariety(town.counts);
}

test("the house stays in order, whatever happens at once", () => checkLife("crowded", { isQuiet: false, batches: 40 }));

test("the house stays in order, one thing after the other", () => checkLife("quiet", { isQuiet: true, batches: 20 }));
