import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { openSealed, seal } from "../base/sealed.ts";
import type { AttemptId } from "../base/ids.ts";
import type { Vault } from "../vault/index.ts";
import type { ContactRequest } from "./decide.ts";
import type { Word } from "./words.ts";

export type SpooledWord = { readonly request: ContactRequest; readonly word: Word };

type Line = {
  readonly attemptId: AttemptId;
  readonly carrier: string;
  readonly to: string;
  readonly from: string | null;
  readonly word: Word;
};

/**
 * Takes words that are never refused while the database cannot: one line each, sealed, on disk before the sender is
 * told it was received. Nothing else flows until all of them were filed.
 *
 * The file is trusted to be this node's: who can write it can cut pairs; who reads it learns nothing without the
 * tenant key.
 */
export class Spool {
  readonly #path: string;
  readonly #vault: Vault;
  #isEmpty: boolean;

  constructor(folder: string, vault: Vault) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#path = join(folder, "words.spool");
    this.#vault = vault;
    this.#isEmpty = !existsSync(this.#path) || readFileSync(this.#path).length === 0;
  }

  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** Durable when it returns. Throws when the disk fails as well: then, and only then, a word is lost. */
  take({ request, word }: SpooledWord): void {
    const { attemptId, carrier, to, from } = request;
    const line: Line = { attemptId, carrier, to, from: from === undefined ? null : openSealed(from), word };
    const sealed = this.#vault.sealForTenant("spool", JSON.stringify(line)).toString("base64");
    const file = openSync(this.#path, "a", 0o600);
    try {
      writeSync(file, `${sealed}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    syncFolder(this.#path);
    this.#isEmpty = false;
  }

  /**
   * What waits, oldest first. A last line that was cut short by a crash was never confirmed to anybody and is left
   * out; any other line that does not open is damage, and throws.
   */
  read(): readonly SpooledWord[] {
    if (!existsSync(this.#path)) return [];
    const lines = readFileSync(this.#path, "utf8").split("\n");
    lines.pop();
    return lines.map((line) => {
      const opened = this.#vault.openForTenant("spool", Buffer.from(line, "base64"));
      if (opened === undefined) throw new Error("could not open a line of the spool");
      const { attemptId, carrier, to, from, word } = JSON.parse(openSealed(opened)) as Line;
      return { request: { attemptId, channel: "sms", carrier, to, from: from === null ? undefined : seal(from) }, word };
    });
  }

  /** Everything read was filed. Filing twice is filing once, so a crash before this costs nothing. */
  clear(): void {
    const empty = `${this.#path}.empty`;
    closeSync(openSync(empty, "w", 0o600));
    renameSync(empty, this.#path);
    syncFolder(this.#path);
    this.#isEmpty = true;
  }
}

function syncFolder(path: string): void {
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
