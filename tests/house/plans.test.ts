import { globSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Statement } from "../../src/store/index.ts";
import { Store } from "../../src/store/index.ts";
import type { TestDatabase } from "../../src/store/engine/test-engine.ts";
import { createTestDatabase } from "../../src/store/engine/test-engine.ts";
import { migrate } from "../../src/store/migrate.ts";

/** Statements that read an index from one end on purpose. */
const IN_ORDER: { readonly [name: string]: string } = {
  "cases.alerts": "those nobody has looked at, up to a limit",
  "cases.count-cases": "all of them are counted",
  "cases.count-to-sign": "those that wait",
  "cases.desk-users-of-duty": "all of a few",
  "cases.reassignments": "cuts in force are few",
  "cases.reviews": "cuts in force are few",
  "cases.to-sign": "those that wait, up to a limit",
  "charter.activations": "as many as somebody switched",
  "charter.audited-acknowledgements": "an audit looks at all of them",
  "charter.audited-charters": "as many as somebody deposited",
  "charter.audited-lessons": "an audit looks at all of them",
  "charter.audited-notices": "as many as somebody wrote",
  "charter.audited-policies": "as many as somebody set",
  "charter.audited-receipts": "an audit looks at all of them",
  "charter.charter-contents": "as many as somebody deposited",
  "charter.charters": "as many as somebody deposited",
  "charter.count-unacknowledged": "all of the staff are counted",
  "charter.end-activation": "as many as somebody switched",
  "charter.in-force": "as many as somebody switched",
  "charter.notice-contents": "as many as somebody wrote",
  "charter.notice-versions": "as many as somebody wrote",
  "charter.notices": "as many as somebody wrote",
  "charter.policy": "the latest",
  "charter.unacknowledged": "the latest policy, then by key",
  "ledger.audit-count-entries": "an audit counts all of them",
  "ledger.audit-stray-entries": "an audit looks at all of them",
  "ledger.forget-buckets": "the latest",
  "ledger.is-due": "one of the few that wait",
  "ledger.latest-map": "the latest",
  "ledger.logs": "one or two a year",
  "ledger.pending": "those that wait, up to a limit",
  "ledger.recent-entries": "the latest, up to a limit",
  "missions.cut-pairs": "cuts in force are few",
  "missions.imports": "the latest, up to a limit",
  "missions.purposes": "one row a purpose",
  "missions.spread-cuts": "cuts in force are few",
  "people.all-machine-keys": "all of a few",
  "people.count-invited": "all of a few",
  "people.desk-users": "all of a few",
  "people.is-near-staff": "all of the staff are looked at, for an auditor's page",
  "people.sessions": "those in force, up to a limit",
  "relay.attempts-of-all": "a page, up to a limit",
  "relay.clock": "one row",
  "relay.erase-chats": "what is shown of missions that are not over, up to a limit",
  "relay.erase-code-tries": "a few, gone after two days",
  "relay.overdue-receipts": "only what an operator has not answered",
  "relay.readings": "those that wait, up to a limit",
  "relay.recent-attempts": "the latest, up to a limit",
  "reports.count-in-danger": "those that nobody has seen",
  "reports.end-on-call": "a few",
  "reports.erase-receipt-tries": "a few, gone after an hour",
  "reports.in-danger": "those that nobody has seen, up to a limit",
  "reports.lock-in-danger": "those that nobody has seen",
  "reports.on-call": "a few",
  "reports.reports-of-all": "a page, up to a limit",
  "reports.take-check-in-hints": "those that wait, up to a limit",
  "reports.take-signals": "those that wait, up to a limit",
  "reports.take-unlooked": "those that wait, up to a limit",
  "reports.without-case": "those that wait, up to a limit",
};

type Plan = {
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly Plan[];
};

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.connection);
  store = new Store(database.connection);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

async function statements(): Promise<readonly Statement[]> {
  const found: Statement[] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if ("name" in value && "text" in value) found.push(value as Statement);
    else for (const inner of Object.values(value)) collect(inner);
  };
  for (const file of globSync("src/**/sql.ts")) collect({ ...(await import(pathToFileURL(file).href)) });
  return found;
}

/** Indexes that a plan reads from one end to the other: it knows nothing of the rows but their tenant. */
function readWhole(plan: Plan): readonly string[] {
  const inner = (plan.Plans ?? []).flatMap(readWhole);
  const index = plan["Index Name"];
  if (index === undefined) return inner;
  const known = (plan["Index Cond"] ?? "").replaceAll(/\S*tenant_id = \S+|\bAND\b|[()\s]/g, "");
  return known === "" ? [index, ...inner] : inner;
}

/**
 * Plans are kept for weeks and made, perhaps, while the tables were empty: then every plan seems to cost the same, and
 * one that reads a whole index for each row is as likely as any other.
 */
test.each([{ isByKeyOnly: true }, { isByKeyOnly: false }])(
  "plans made on an empty store look rows up by key ($isByKeyOnly)",
  async (options) => {
    const client = await store.connect(options);
    const all = await statements();
    expect(all.length).toBeGreaterThan(100);
    const whole: string[] = [];
    for (const { name, text } of all) {
      const { rows } = await client.query(`explain (generic_plan, format json) ${text}`);
      const [{ Plan: plan }] = rows[0]["QUERY PLAN"];
      if (readWhole(plan).length > 0) whole.push(name);
    }
    await client.end();
    expect(whole.toSorted()).toEqual(Object.keys(IN_ORDER));
  },
);
