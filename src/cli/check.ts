/** What `npm run check` runs: everything about the code that is not a test. All steps run, whatever the first ones find. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const modules = join(root, "node_modules");

type Step = { readonly name: string; readonly command: readonly [string, ...string[]] };

const steps: readonly Step[] = [
  { name: "types", command: [join(modules, ".bin/tsc"), "--project", "."] },
  { name: "types of the pages", command: [join(modules, ".bin/tsc"), "--project", "web"] },
  { name: "types of the verifier", command: [join(modules, ".bin/tsc"), "--project", "verifier"] },
  { name: "lint", command: [join(modules, ".bin/oxlint"), "--report-unused-disable-directives", "--deny-warnings"] },
  { name: "format", command: [join(modules, ".bin/biome"), "format", "."] },
  {
    name: "import table",
    command: [join(modules, ".bin/vitest"), "run", "--reporter=dot", "tests/house/import-table"],
  },
  { name: "dead code", command: [join(modules, ".bin/knip"), "--no-progress"] },
  { name: "schema", command: [process.execPath, "src/store/schema-dump.ts", "--check"] },
];

const failed = steps.filter((step) => !passes(step));
if (failed.length > 0) {
  console.error(`check failed: ${failed.map(({ name }) => name).join(", ")}`);
  process.exitCode = 1;
}

function passes({ name, command: [file, ...args] }: Step): boolean {
  const began = performance.now();
  const { status, stdout, stderr, error } = spawnSync(file, args, { cwd: root, encoding: "utf8" });
  const passed = status === 0;
  console.log(`${passed ? "ok    " : "FAILED"} ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  if (!passed) console.log(error === undefined ? `${stdout}${stderr}` : error.message);
  return passed;
}
