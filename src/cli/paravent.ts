/**
 * `npm run paravent -- <command>`: what an operator does besides starting the program. Ends with 0 when it is done, 1
 * when it was refused or done in part, 2 when the command was not understood.
 */
import { errorFields } from "../base/log.ts";
import type { Command, Outcome } from "./command.ts";
import { done, misused, refused } from "./command.ts";
import { runDoctor } from "./doctor.ts";
import { checkRecords } from "./fsck.ts";
import { importMissionsFile } from "./import-missions-file.ts";
import {
  exportLedger,
  holdAttempts,
  listLedger,
  releaseHold,
  retainLedger,
  showLogKey,
  succeedLedger,
  writeCustomer,
  writeKept,
} from "./manage-ledger.ts";
import { inviteToDesk } from "./manage-desk-users.ts";
import { addKey, createKeys, listKeys, retireKey, rotateKeys } from "./manage-keys.ts";
import { createMachineKeyNamed, listKeysOfMachines, revokeKeyOfMachine } from "./manage-machine-keys.ts";
import { migrateStore } from "./migrate-store.ts";
import { makeWitness, runWitness, trustLogOfWitness } from "./run-witness.ts";
import { readSettings } from "./settings.ts";

const COMMANDS: readonly Command[] = [
  { name: "keys create", takes: "<file>", does: "makes a key file with one random version", run: createKeys },
  {
    name: "keys list",
    takes: "",
    does: "says which versions of the tenant key are in use, and for how much",
    run: listKeys,
  },
  {
    name: "keys add",
    takes: "",
    does: "adds a version to the key file, to be copied to every machine before a rotation",
    run: addKey,
  },
  {
    name: "keys rotate",
    takes: "",
    does: "wraps every key anew under a new version; the program may go on running",
    run: rotateKeys,
  },
  {
    name: "keys retire",
    takes: "<version>",
    does: "forgets a version that nothing uses any more, for good",
    run: retireKey,
  },
  {
    name: "machine-key create",
    takes: "<name> <scope>…",
    does: "makes a machine key and shows its secret once",
    run: createMachineKeyNamed,
  },
  { name: "machine-key list", takes: "", does: "lists machine keys, never their secrets", run: listKeysOfMachines },
  {
    name: "machine-key revoke",
    takes: "<id>",
    does: "ends a machine key, on every node within five seconds",
    run: revokeKeyOfMachine,
  },
  {
    name: "desk invite",
    takes: "--person <reference> --duty <duty> --email <address> [--name <name>] [--depot <depot>] [--language fr|en]",
    does: "invites somebody to the desk, the first admin for one, and shows the invitation once",
    run: inviteToDesk,
  },
  { name: "migrate", takes: "", does: "brings the database to the schema of this release", run: migrateStore },
  {
    name: "import",
    takes: "<file> [--mapping <name>] [--dry-run]",
    does: "takes missions from a CSV export",
    run: importMissionsFile,
  },
  {
    name: "ledger list",
    takes: "",
    does: "lists the ledger's logs with their verifier keys",
    run: listLedger,
  },
  {
    name: "ledger key",
    takes: "<log>",
    does: "says the verifier key of a log, also of next year's",
    run: showLogKey,
  },
  {
    name: "ledger customer",
    takes: "<reference> <file>",
    does: "writes everything recorded about a customer, with the proof that it is everything",
    run: writeCustomer,
  },
  {
    name: "ledger export",
    takes: "<folder> [--log <name>] [--hashes-only]",
    does: "writes the logs as folders that any static server can serve",
    run: exportLedger,
  },
  {
    name: "ledger succeed",
    takes: "<log>",
    does: "after a restore that lost entries: closes a log and begins one that says so",
    run: succeedLedger,
  },
  {
    name: "ledger retention",
    takes: "<months> [--document <reference>]",
    does: "sets how long routine entries are kept: 12 months, up to 36 where the risk of misuse is documented",
    run: retainLedger,
  },
  {
    name: "ledger hold",
    takes: "[--to <hold>] <attempt>…",
    does: "copies the entries of attempts, with their proofs, to be kept until the hold ends",
    run: holdAttempts,
  },
  {
    name: "ledger kept",
    takes: "<hold> <folder>",
    does: "writes what a hold keeps, for a verifier",
    run: writeKept,
  },
  { name: "ledger release", takes: "<hold>", does: "ends a hold and destroys its copies", run: releaseHold },
  {
    name: "witness create",
    takes: "<folder> --name <name> [--ml-dsa]",
    does: "makes a witness with keys of its own, and prints them",
    run: makeWitness,
  },
  {
    name: "witness trust",
    takes: "<folder> <vkey of a log>",
    does: "lets a witness cosign a log",
    run: trustLogOfWitness,
  },
  {
    name: "witness run",
    takes: "<folder> [--host <host>] [--port <port>]",
    does: "runs a witness until it is told to stop; it needs no database",
    run: runWitness,
  },
  {
    name: "fsck",
    takes: "",
    does: "compares the tables with the ledger, both ways, and rebuilds every tree; the program may go on running",
    run: checkRecords,
  },
  { name: "doctor", takes: "", does: "says what this installation runs on and what is wrong with it", run: runDoctor },
];

const HELP = [
  "usage: npm run paravent -- <command>",
  "",
  ...COMMANDS.flatMap(({ name, takes, does }) => [`  ${`${name} ${takes}`.trimEnd()}`, `      ${does}`]),
  "  help",
  "      this text",
  "",
  "Settings are those of the program: DATABASE_URL or PARAVENT_DATA say which store, PARAVENT_KEY_FILE which keys.",
];

/** Runs one command line. Never throws. */
export async function runCommand(words: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> {
  if (words[0] === "help") return done(...HELP);
  const command = COMMANDS.find(({ name }) => `${words.join(" ")} `.startsWith(`${name} `));
  if (command === undefined) return misused(...HELP);
  const settings = readSettings(env);
  if (!settings.ok) return refused(...settings.reasons);
  try {
    const outcome = await command.run(words.slice(command.name.split(" ").length), settings.settings);
    return outcome ?? misused(`usage: npm run paravent -- ${command.name} ${command.takes}`.trimEnd());
  } catch (error) {
    const { errorName, errorCode } = errorFields(error);
    // A message of the database may quote a row; ours begin with what could not be done, and name ids only.
    const ours = error instanceof Error && error.message.startsWith("could not ") ? error.message : undefined;
    return refused(`${ours ?? "the command failed"} (${[errorName, errorCode].filter(Boolean).join(" ")})`);
  }
}

if (import.meta.main) {
  const { exitCode, lines } = await runCommand(process.argv.slice(2), process.env);
  const say = exitCode === 0 ? console.log : console.error;
  say(lines.join("\n"));
  process.exitCode = exitCode;
}
