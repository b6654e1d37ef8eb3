import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Checkpoint } from "../format/checkpoint.ts";
import { parseCheckpoint } from "../format/checkpoint.ts";

const SUFFIX = ".checkpoint";
/** Names this program gives to logs: nothing else becomes a file name. */
const LOG_NAME = /^[a-z]+-\d{4}(?:-\d+)?$/;

/**
 * The latest checkpoint of each log that this node signed or saw, in files outside the database: a database that was
 * set back cannot set these back with it. One node writes to a folder.
 */
export class RememberedCheckpoints {
  readonly #folder: string;
  readonly #latest = new Map<string, Checkpoint>();

  /** Throws for a file that holds no checkpoint: what was remembered there is lost, and somebody must look. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const file of readdirSync(folder)) {
      const log = file.slice(0, -SUFFIX.length);
      if (!file.endsWith(SUFFIX) || !LOG_NAME.test(log)) continue;
      const note = readFileSync(join(folder, file), "utf8");
      const checkpoint = parseCheckpoint(note.slice(0, note.indexOf("\n\n") + 1));
      if (checkpoint === undefined) throw new Error(`could not read the remembered checkpoint of ${log}`);
      this.#latest.set(log, checkpoint);
    }
  }

  get(log: string): Checkpoint | undefined {
    return this.#latest.get(log);
  }

  get logs(): readonly string[] {
    return [...this.#latest.keys()];
  }

  /** Durable when it returns. */
  set(log: string, checkpoint: Checkpoint, note: string): void {
    if (!LOG_NAME.test(log)) throw new Error("could not remember a checkpoint of a log with this name");
    this.#latest.set(log, checkpoint);
    const file = join(this.#folder, `${log}${SUFFIX}`);
    const next = openSync(`${file}.new`, "w", 0o600);
    try {
      writeSync(next, note);
      fsyncSync(next);
    } finally {
      closeSync(next);
    }
    renameSync(`${file}.new`, file);
  }
}
