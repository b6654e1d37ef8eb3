import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";

/**
 * Writes how many tests passed, failed and were skipped to `dist/test-counts.json`, from which `npm test` prints its
 * last line. A file that cannot be loaded and an error outside any test each count as a failure.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // Pending at the end: the run was cut short before this test.
        counts[state === "pending" ? "failed" : state] += 1;
      }
      const failedSuites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length;
      counts.failed += failedSuites + module.errors().length;
    }
    if (reason !== "passed" && counts.failed === 0) counts.failed = 1;
    const folder = join(import.meta.dirname, "../../dist");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "test-counts.json"), JSON.stringify(counts));
  }
}
