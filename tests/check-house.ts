import type pg from "pg";
import { Store } from "../src/store/index.ts";
import { attemptViolations } from "./check-house/attempts.ts";
import { readHouse } from "./check-house/facts.ts";
import type { Suspension } from "./check-house/history.ts";
import { historyViolations } from "./check-house/history.ts";
import type { Journal } from "./check-house/journal.ts";
import { journalViolations, wordViolations } from "./check-house/journal.ts";
import { ledgerViolations } from "./check-house/ledger.ts";

export type HouseCheck = {
  /** What reached phones, as the carrier remembers it. */
  readonly journal?: Journal;
  /** What people wrote, by attempt: words that are never refused are looked for here. */
  readonly said?: ReadonlyMap<string, string>;
  /** Standing has no act of its own yet: whoever changes it past the rooms says when. */
  readonly suspensions?: readonly Suspension[];
  /** No act ran beside a hand-over: then the mission was open when its result was written, too. */
  readonly isQuiet?: boolean;
};

/**
 * Checks what is always true of a house, from what it wrote down alone: contact only inside a mission, one entry a
 * decision and a change, entries that anybody can verify, no crossed pair, no word refused.
 *
 * Throws one list of all violations. Source: docs/DESIGN.md, what is always true, 1 to 4.
 */
export async function checkHouse(store: Store, check: HouseCheck = {}): Promise<void> {
  const client = await store.connect();
  try {
    // One snapshot: what commits while we read is in none of it.
    await client.query("begin isolation level repeatable read read only");
    const violations = await violationsIn(client, check);
    if (violations.length > 0) throw new Error(`the house is not in order:\n${violations.join("\n")}`);
  } finally {
    await client.end();
  }
}

/** The same for a database nobody has open, such as that of a program that was killed. */
export async function checkHouseAt(connection: pg.ClientConfig, check: HouseCheck = {}): Promise<void> {
  const store = new Store(connection);
  try {
    await checkHouse(store, check);
  } finally {
    await store.close();
  }
}

/** One sentence for each thing that is not in order. */
export async function violationsIn(client: Pick<pg.Pool, "query">, check: HouseCheck): Promise<readonly string[]> {
  const facts = await readHouse(client);
  return [
    ...ledgerViolations(facts),
    ...attemptViolations(facts),
    ...historyViolations(facts, check),
    ...facts.crossed.map((what) => `a person has one number for two counterparts: ${what}`),
    ...(check.journal === undefined ? [] : journalViolations(facts, check.journal)),
    ...(check.said === undefined ? [] : wordViolations(facts, check.said)),
  ];
}
