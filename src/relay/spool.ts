import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { openSealed } from "../base/sealed.ts";
import type { Vault } from "../vault/index.ts";

/** What is on a spool and must be filed before any contact of this node. */
export type FurtherSpool = {
  readonly isEmpty: boolean;
  /** Files what is there, once however many ask; rejects while it cannot be filed. Filing twice MUST be filing once. */
  file(): Promise<void>;
};

/**
 * Takes what must not be lost while the database cannot: one line each, sealed, on disk before its sender is told that
 * it was received. Nothing else flows until all of it was filed. What is taken is JSON and MUST be plain data: a
 * `Sealed` would be written as `[sealed]`.
 *
 * The file is trusted to be this node's: who can write it can cut pairs; who reads it learns nothing without the
 * tenant key.
 */
export class Spool<T> {
  readonly #path: string;
  readonly #vault: Vault;
  #isEmpty: boolean;

  /** `name`: of the file, one for each kind of thing. */
  constructor(folder: string, vault: Vault, name: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#path = join(folder, `${name}.spool`);
    this.#vault = vault;
    const lines = this.#lines();
    this.#isEmpty = lines.length === 0;
    // The next one must not be written behind half a line.
    if (existsSync(this.#path)) this.#rewrite(lines);
  }

  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** Durable when it returns. Throws when the disk fails as well: then, and only then, it is lost. */
  take(item: T): void {
    const sealed = this.#vault.sealForTenant("spool", JSON.stringify(item)).toString("base64");
    const file = openSync(this.#path, "a", 0o600);
    const before = fstatSync(file).size;
    try {
      writeAll(file, `${sealed}\n`);
      fsyncSync(file);
    } catch (error) {
      ftruncateSync(file, before);
      throw error;
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
  read(): readonly T[] {
    return this.#lines().map((line) => {
      const opened = this.#vault.openForTenant("spool", Buffer.from(line, "base64"));
      if (opened === undefined) throw new Error("could not open a line of the spool");
      return JSON.parse(openSealed(opened)) as T;
    });
  }

  /**
   * The first `count` were filed; others may have come since they were read. Filing twice is filing once, so a
   * crash before this costs nothing.
   */
  drop(count: number): void {
    const left = this.#lines().slice(count);
    this.#rewrite(left);
    this.#isEmpty = left.length === 0;
  }

  #lines(): readonly string[] {
    if (!existsSync(this.#path)) return [];
    return readFileSync(this.#path, "utf8").split("\n").slice(0, -1);
  }

  #rewrite(lines: readonly string[]): void {
    const next = `${this.#path}.next`;
    const file = openSync(next, "w", 0o600);
    try {
      writeAll(file, lines.map((line) => `${line}\n`).join(""));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, this.#path);
    syncFolder(this.#path);
  }
}

/** A disk that is nearly full takes a part of what it is given. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function syncFolder(path: string): void {
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
