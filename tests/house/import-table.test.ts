import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cycles, differences, importsIn, parseTable, readSources } from "./imports.ts";

const root = join(import.meta.dirname, "../..");
const sources = readSources(root, ["src", "web", "verifier"]);

test("every import is one the table in docs/DESIGN.md allows", () => {
  const table = parseTable(readFileSync(join(root, "docs/DESIGN.md"), "utf8"));
  expect(differences(table, sources)).toEqual([]);
});

test("no file imports itself through others", () => {
  expect(sources.length).toBeGreaterThan(10);
  expect(cycles(sources)).toEqual([]);
});

const table = parseTable(`text
| room | may import (its \`index.ts\` only; all may import \`base\`) |
|---|---|
| store | – |
| ledger | store |
| people, numbers | store, ledger |
| missions | + numbers |
| relay | + missions |
| insight | any room above, reading acts only |
| carriers | store, relay's \`carrier.ts\` |
| main | every room's \`index.ts\` and \`http.ts\` |
| doors | every room's \`index.ts\` and \`http.ts\`, and \`web/customer/index.ts\` |
| web | \`src/**/wire.ts\`, \`text/\`, and the verifier's \`lib/\` with its \`page/browser-runtime.mjs\` |

more text`);

test.for([
  ["src/missions/open.ts", "src/store/index.ts"],
  ["src/missions/open.ts", "src/ledger/index.ts"],
  ["src/missions/open.ts", "src/missions/sql.ts"],
  ["src/missions/open.ts", "src/base/ids.ts"],
  ["src/relay/gate.ts", "src/numbers/index.ts"],
  ["src/insight/rates.ts", "src/people/index.ts"],
  ["src/carriers/simulator/carrier.ts", "src/relay/carrier.ts"],
  ["src/doors/server.ts", "src/missions/http.ts"],
  ["src/doors/customer/visit.ts", "web/customer/index.ts"],
  ["src/main.ts", "src/carriers/index.ts"],
  ["web/phones/page.tsx", "src/relay/wire.ts"],
  ["web/phones/page.tsx", "text/fr.json"],
  ["web/desk/ledger/verify.ts", "verifier/lib/check-leaf.mjs"],
  ["web/desk/ledger/verify.ts", "src/charter/notices/wire.ts"],
] as const)("%s may import %s", ([path, target]) => {
  expect(differences(table, [{ path, imports: [target] }])).toEqual([]);
});

test.for([
  ["src/missions/open.ts", "src/store/store.ts"],
  ["src/missions/open.ts", "src/people/index.ts"],
  ["src/missions/open.ts", "src/relay/index.ts"],
  ["src/store/store.ts", "src/ledger/index.ts"],
  ["src/base/ids.ts", "src/store/index.ts"],
  ["src/insight/rates.ts", "src/carriers/index.ts"],
  ["src/carriers/simulator/carrier.ts", "src/relay/index.ts"],
  ["src/doors/server.ts", "src/missions/sql.ts"],
  ["src/doors/server.ts", "web/customer/page.ts"],
  ["src/doors/server.ts", "web/phones/main.tsx"],
  ["src/main.ts", "web/customer/index.ts"],
  ["src/missions/open.ts", "web/customer/index.ts"],
  ["src/ledger/append.ts", "src/main.ts"],
  ["src/ledger/append.ts", "web/phones/page.tsx"],
  ["web/phones/page.tsx", "src/relay/index.ts"],
  ["web/phones/page.tsx", "src/base/ids.ts"],
] as const)("%s may not import %s", ([path, target]) => {
  expect(differences(table, [{ path, imports: [target] }])).toEqual([`${path} imports ${target}`]);
});

test("a room without a row is a difference", () => {
  expect(differences(table, [{ path: "src/util/x.ts", imports: [] }])).toEqual(["the table has no row for util"]);
});

test("a rule that the test cannot enforce is refused", () => {
  const half = "| room | may import |\n|---|---|\n| doors | every room's `index.ts` and `http.ts`, and more |\n";
  expect(() => parseTable(half)).toThrow("and more");
  const vague = "| room | may import |\n|---|---|\n| store | what seems wise |\n";
  expect(() => parseTable(vague)).toThrow("what seems wise");
});

test("every way to import is seen, and none in a comment", () => {
  const source = `import { a } from "./a.ts";
import type { B } from "./b.ts";
import "./c.ts";
export { d } from "./d.ts";
import {
  e,
} from "./e.ts";
const f = await import("./f.ts");
type G = import("./g.ts").G;
// import { h } from "./h.ts";
/** import { i } from "./i.ts" */
export const text = \`import { j } from "./j.ts"\`;
`;
  expect(importsIn(source).sort()).toEqual(["./a.ts", "./b.ts", "./c.ts", "./d.ts", "./e.ts", "./f.ts", "./g.ts"]);
});

test("a cycle is found once, whatever leads into it", () => {
  const files = [
    { path: "a", imports: ["b"] },
    { path: "b", imports: ["c"] },
    { path: "c", imports: ["b", "d"] },
    { path: "d", imports: [] },
  ];
  expect(cycles(files)).toEqual(["b → c → b"]);
});
