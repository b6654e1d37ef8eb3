import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import type { TestSpecification } from "vitest/node";
import { BaseSequencer } from "vitest/node";

/** Files that take most of a minute. Begun last, they would run alone while the other worker has nothing to do. */
const SLOW = /\/tests\/(browser|faults|ledger|long|start)\/|\/src\/store\/engine\/|\/verifier\/test\//;

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => SLOW.test(moduleId);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

export default defineConfig({
  test: {
    include: [
      "src/**/*.test.ts",
      "tests/**/*.test.ts",
      "web/**/*.test.{ts,tsx}",
      "bench/**/*.test.ts",
      "verifier/test/**/*.test.ts",
    ],
    exclude: process.env["LONG"] === "1" ? [] : ["tests/long/**"],
    globalSetup: "src/store/engine/test-engine.ts",
    pool: "forks",
    sequence: { sequencer: SlowFirst },
    // On two cores vitest would run one file at a time. Most files wait for a disk, a clock or a program half the time: two at
    // once kept 1.2 of two cores busy.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    reporters: ["default", "./tests/house/count-reporter.ts"],
    testTimeout: process.env["LONG"] === "1" ? 3_600_000 : 60_000,
    hookTimeout: 60_000,
  },
});
