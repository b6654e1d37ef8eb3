import { benchDecision } from "./decision.ts";
import { benchGate } from "./gate.ts";
import { benchGrowth } from "./growth.ts";
import { benchHttp } from "./http.ts";
import { benchLedger } from "./ledger.ts";
import { benchImport } from "./import.ts";
import { benchMemory } from "./memory.ts";
import { MissingPeer } from "./peers.ts";
import { benchScreening } from "./screening.ts";
import type { Figure, Part } from "./report.ts";
import { heading, printFigures } from "./report.ts";

/** In the order in which they run: growth last, because it fills the disk's cache with a year of records. */
const PARTS: { readonly [name: string]: Part } = {
  decision: benchDecision,
  gate: benchGate,
  http: benchHttp,
  ledger: benchLedger,
  import: benchImport,
  screening: benchScreening,
  memory: benchMemory,
  growth: benchGrowth,
};

/** `npm run bench -- [--quick] [part …]`: the figures of the house, all of them or some. */
async function main(args: readonly string[]): Promise<number> {
  const isQuick = args.includes("--quick");
  const names = args.filter((arg) => arg !== "--quick");
  const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0) {
    console.error(`paravent: there is no ${unknown.join(", ")} to measure; there are ${Object.keys(PARTS).join(", ")}`);
    return 2;
  }
  const figures: Figure[] = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const own = await part({ isQuick });
    printFigures(own);
    figures.push(...own);
  }
  heading(isQuick ? "All figures, of a quick run: not to be quoted" : "All figures");
  printFigures(figures);
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof MissingPeer)) throw error;
  console.error(`paravent: ${error.message}`);
  process.exitCode = 1;
}
