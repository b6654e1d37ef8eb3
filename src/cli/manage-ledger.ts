import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttemptId } from "../base/ids.ts";
import { newId, parseId } from "../base/ids.ts";
import type { LogRefusal } from "../ledger/index.ts";
import {
  customerProof,
  endHold,
  exportLogs,
  holdEntries,
  keptEntries,
  listLogs,
  openKeeper,
  parseLogName,
  setRetention,
  succeedLog,
} from "../ledger/index.ts";
import { findCustomer } from "../missions/index.ts";
import { attemptEntries } from "../relay/index.ts";
import type { Store } from "../store/index.ts";
import { openKeyFile } from "../vault/index.ts";
import type { Outcome } from "./command.ts";
import { done, refused } from "./command.ts";
import { KEY_SENTENCES } from "./key-sentences.ts";
import { withStore } from "./open-store.ts";
import { readOptions } from "./read-options.ts";
import type { Settings } from "./settings.ts";

export async function listLedger(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  if (args.length > 0) return undefined;
  return withStore(settings, async (store) => {
    const logs = await listLogs(store);
    if (logs.length === 0) return done("There is no log yet: the first entry begins one.");
    return done(
      ...logs.flatMap(({ name, size, current, minimum, vkey }) => [
        `${name}  ${size} entries${minimum > 0 ? `, the first ${minimum} expired` : ""}  ${current ? "current" : "closed"}`,
        `    ${vkey}`,
      ]),
    );
  });
}

/** The key of a log, also of one that has not begun: a witness can be told of next year's before it comes. */
export async function showLogKey(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  const [log, ...more] = args;
  if (log === undefined || more.length > 0 || parseLogName(log) === undefined) return undefined;
  const file = openKeyFile(settings.keyFile);
  if (!file.ok) return refused(`the key file ${settings.keyFile} ${KEY_SENTENCES[file.code]}`);
  const keeper = openKeeper({ ...settings, ledgerKey: file.ledgerKey });
  return done(keeper.signerOf(keeper.originOf(log)).vkey);
}

/** Everything that was recorded about a customer, for herself: with what proves that it is everything. */
export async function writeCustomer(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  const [reference, file, ...more] = args;
  if (reference === undefined || file === undefined || more.length > 0) return undefined;
  return withStore(settings, async (store) => {
    const customer = await findCustomer(store, reference);
    if (customer === undefined) return refused("there is no customer of this reference");
    const proof = await customerProof(store, customer);
    if (proof === undefined) return refused("no day has been committed yet: ask again tomorrow");
    writeFileSync(file, `${JSON.stringify(proof)}\n`);
    return done(`${proof.entries.length} entries and the proof that they are all are in ${file}.`);
  });
}

export async function exportLedger(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  const given = readOptions(args, { log: { type: "string" }, "hashes-only": { type: "boolean" } });
  const [folder, ...more] = given?.positionals ?? [];
  if (given === undefined || folder === undefined || more.length > 0) return undefined;
  const log = given.values["log"] as string | undefined;
  return withStore(settings, async (store) => {
    const written = await exportLogs(store, folder, { log, hasEntries: given.values["hashes-only"] !== true });
    if (written.length === 0) return refused(log === undefined ? "there is no log yet" : `there is no log ${log}`);
    return done(...written.map(({ name, size }) => `${join(folder, name)}  ${size} entries`));
  });
}

const WHY: { readonly [code in LogRefusal]: string } = {
  rolled_back: "the database held less than this node had signed or seen",
  forked: "the database held another tree than this node had signed or seen",
  damaged: "tiles, root and checkpoint of the database did not go together",
  other_key: "it was begun under another key",
};

const NOT_SUCCEEDED = {
  busy: "the ledger is being extended at this moment: try again",
  nothing_wrong: "nothing is wrong with it: it goes on",
  unknown_log: "there is no open log of this name",
} as const;

export async function succeedLedger(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  const [log, ...more] = args;
  if (log === undefined || more.length > 0) return undefined;
  const file = openKeyFile(settings.keyFile);
  if (!file.ok) return refused(`the key file ${settings.keyFile} ${KEY_SENTENCES[file.code]}`);
  const keeper = openKeeper({ ...settings, ledgerKey: file.ledgerKey });
  return withStore(settings, async (store) => {
    const answer = await succeedLog(store, keeper, log);
    if (!answer.ok) return refused(`${log}: ${NOT_SUCCEEDED[answer.code]}`);
    return done(
      `${log} is closed: ${WHY[answer.why]}.`,
      `${answer.log} takes its place, under the origin ${answer.origin}; its first entry says so.`,
      "Tell whoever verifies, and the witnesses: they know the new log by its verifier key (ledger list).",
    );
  });
}

const NOT_RETAINED = {
  months_out_of_range: "from 6 to 36 months",
  document_missing:
    "more than 12 months need --document: where the risk of misuse is written down, and how it is looked into",
} as const;

export async function retainLedger(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  const given = readOptions(args, { document: { type: "string" } });
  const [months, ...more] = given?.positionals ?? [];
  const document = given?.values["document"] as string | undefined;
  if (months === undefined || more.length > 0 || !/^\d{1,2}$/.test(months)) return undefined;
  if (document !== undefined && document.length > 500) return undefined;
  return withStore(settings, async (store) => {
    const answer = await store.transaction((tx) => setRetention(tx, { months: Number(months), document }));
    if (!answer.ok) return refused(NOT_RETAINED[answer.code]);
    return done(`Routine entries are kept for ${Number(months)} months from now on (${answer.was} before).`);
  });
}

/** Attempts whose decision is to be kept, with its proof, for as long as the hold lasts. */
export async function holdAttempts(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  const given = readOptions(args, { to: { type: "string" } });
  const ids = given?.positionals ?? [];
  const attempts = ids.map((id) => parseId("attempt", id));
  const to = given?.values["to"] as string | undefined;
  const hold = to === undefined ? newId("hold") : parseId("hold", to);
  if (hold === undefined || ids.length === 0 || attempts.includes(undefined)) return undefined;
  return withStore(settings, async (store) => {
    const entries = await attemptEntries(store, attempts as AttemptId[]);
    if (entries.length < new Set(ids).size) return refused("not all of these attempts are there");
    const held = await holdEntries(store, hold, entries);
    if (held.ok) return done(`${hold} keeps ${entries.length} entries with their proofs.`);
    return refused(held.code === "hold_ended" ? `${hold} has ended` : "not all of them are under a checkpoint yet");
  });
}

export async function writeKept(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  const [id = "", folder, ...more] = args;
  const hold = parseId("hold", id);
  if (hold === undefined || folder === undefined || more.length > 0) return undefined;
  return withStore(settings, async (store: Store) => {
    const kept = await keptEntries(store, hold);
    if (kept.length === 0) return refused(`${hold} keeps nothing`);
    mkdirSync(folder, { recursive: true });
    for (const { log, index, leaf, proof } of kept) {
      writeFileSync(join(folder, `${log}-${index}.leaf`), leaf);
      writeFileSync(join(folder, `${log}-${index}.tlog-proof`), proof);
    }
    return done(`${kept.length} entries, each with its proof, are in ${folder}.`);
  });
}

export async function releaseHold(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  const [id = "", ...more] = args;
  const hold = parseId("hold", id);
  if (hold === undefined || more.length > 0) return undefined;
  return withStore(settings, async (store) => {
    const ended = await store.transaction((tx) => endHold(tx, hold));
    return ended ? done(`${hold} has ended; its copies are destroyed.`) : refused(`there is no open hold ${hold}`);
  });
}
