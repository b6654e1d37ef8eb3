import type { KeyObject } from "node:crypto";
import { createSecretKey, randomBytes } from "node:crypto";
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { KEY_BYTES } from "./cipher.ts";
import type { KeyChange, KeyProvider, KeyVersion } from "./key-provider.ts";

const secret = z.base64().refine((text) => Buffer.from(text, "base64").length === KEY_BYTES);
const keyFile = z
  .strictObject({
    format: z.literal("paravent-keys-1"),
    isDemo: z.boolean(),
    current: z.int().positive(),
    keys: z
      .array(
        z.strictObject({
          version: z.int().positive(),
          /** Left out once retired. */
          kek: secret.optional(),
          index: secret.optional(),
          createdAt: z.iso.datetime(),
        }),
      )
      .min(1)
      .max(1_000),
    /** What signs the ledger's checkpoints. It does not rotate: outsiders know the logs by it. */
    ledger: secret,
  })
  .refine(({ keys }) => new Set(keys.map(({ version }) => version)).size === keys.length)
  .refine(({ keys, current }) => Math.max(...keys.map(({ version }) => version)) === current);
type KeyFile = z.output<typeof keyFile>;

export type KeyFileRefusal =
  | "key_file_missing"
  | "key_file_exists"
  /** Its group or others may read or write it. */
  | "key_file_open_to_others"
  | "key_file_malformed"
  /** `<path>.new` is there: somebody is changing the file, or was killed while at it. Nothing was written with it: delete it. */
  | "key_file_busy";

export type OpenedKeyFile =
  | { readonly ok: true; readonly provider: KeyProvider; readonly ledgerKey: KeyObject }
  | { readonly ok: false; readonly code: KeyFileRefusal };

type ReadKeyFile =
  | { readonly ok: true; readonly file: KeyFile }
  | { readonly ok: false; readonly code: KeyFileRefusal };

/**
 * Makes a key file with one random version, readable by its owner only, and never over another one.
 * Refuses: `key_file_exists`, `key_file_busy`.
 */
export function createKeyFile(path: string, made: { readonly isDemo: boolean; readonly now: Date }): OpenedKeyFile {
  const file: KeyFile = {
    format: "paravent-keys-1",
    isDemo: made.isDemo,
    current: 1,
    keys: [newVersion(1, made.now)],
    ledger: newSecret(),
  };
  const next = writeBeside(path, file);
  if (next === undefined) return { ok: false, code: "key_file_busy" };
  try {
    // A link, unlike a rename, fails when there is a file already: its keys may be all that opens a database.
    linkSync(next, path);
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw error;
    return { ok: false, code: "key_file_exists" };
  } finally {
    unlinkSync(next);
  }
  syncFolder(path);
  return openKeyFile(path);
}

/** `ledgerKey`: the 32-byte Ed25519 seed. Refuses: `key_file_missing`, `key_file_open_to_others`, `key_file_malformed`. */
export function openKeyFile(path: string): OpenedKeyFile {
  const read = readKeyFile(path);
  if (!read.ok) return read;
  const ledgerKey = createSecretKey(read.file.ledger, "base64");
  return { ok: true, provider: new FileKeys(path, read.file), ledgerKey };
}

/**
 * Adds a random version to a key file and makes it the current one. The database takes it into use at the next
 * `rotateKek`: before that, a file that several machines hold a copy of MUST have reached all of them.
 * Refuses what `openKeyFile` refuses, and `key_file_busy`.
 */
export function addKeyVersion(path: string, now: Date): KeyChange | Extract<OpenedKeyFile, { ok: false }> {
  const opened = openKeyFile(path);
  return opened.ok ? opened.provider.addVersion(now) : opened;
}

class FileKeys implements KeyProvider {
  readonly isDemo: boolean;
  readonly #path: string;
  #file: KeyFile;
  #keys: ReadonlyMap<KeyVersion, { readonly kek: KeyObject | undefined; readonly index: KeyObject | undefined }>;

  constructor(path: string, file: KeyFile) {
    this.isDemo = file.isDemo;
    this.#path = path;
    this.#file = file;
    this.#keys = readKeys(file);
  }

  current(): KeyVersion {
    return this.#file.current;
  }

  versions(): readonly KeyVersion[] {
    return [...this.#keys].filter(([, { kek, index }]) => kek !== undefined || index !== undefined).map(([v]) => v);
  }

  kek(version: KeyVersion): KeyObject | undefined {
    return this.#keys.get(version)?.kek;
  }

  indexKey(version: KeyVersion): KeyObject | undefined {
    return this.#keys.get(version)?.index;
  }

  reload(): void {
    const read = readKeyFile(this.#path);
    if (!read.ok) throw new Error(`could not read the key file again: ${read.code}`);
    this.#take(read.file);
  }

  addVersion(at: Date): KeyChange {
    return this.#change((file) => {
      const version = file.current + 1;
      return { version, file: { ...file, current: version, keys: [...file.keys, newVersion(version, at)] } };
    });
  }

  drop(version: KeyVersion, part: "kek" | "index"): KeyChange {
    if (!this.#keys.has(version)) return { ok: false, code: "key_unknown" };
    return this.#change((file) => ({
      version,
      file: { ...file, keys: file.keys.map((key) => (key.version === version ? { ...key, [part]: undefined } : key)) },
    }));
  }

  /** `<path>.new` is the lock: whoever made it changes the file as it is then, whatever was read before. */
  #change(change: (file: KeyFile) => { readonly version: KeyVersion; readonly file: KeyFile }): KeyChange {
    const lock = openNew(`${this.#path}.new`);
    if (lock === undefined) return { ok: false, code: "key_file_busy" };
    let isPlaced = false;
    try {
      this.reload();
      const { version, file } = change(this.#file);
      writeAndSync(lock, file);
      renameSync(`${this.#path}.new`, this.#path);
      isPlaced = true;
      syncFolder(this.#path);
      this.#take(file);
      return { ok: true, version };
    } finally {
      closeSync(lock);
      if (!isPlaced) unlinkSync(`${this.#path}.new`);
    }
  }

  #take(file: KeyFile): void {
    this.#file = file;
    this.#keys = readKeys(file);
  }
}

function newVersion(version: KeyVersion, at: Date): KeyFile["keys"][number] {
  return { version, kek: newSecret(), index: newSecret(), createdAt: at.toISOString() };
}

function newSecret(): string {
  return randomBytes(KEY_BYTES).toString("base64");
}

function readKeys(file: KeyFile) {
  const key = (text: string | undefined) => (text === undefined ? undefined : createSecretKey(text, "base64"));
  const sorted = file.keys.toSorted((a, b) => a.version - b.version);
  return new Map(sorted.map(({ version, kek, index }) => [version, { kek: key(kek), index: key(index) }]));
}

function readKeyFile(path: string): ReadKeyFile {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch (error) {
    if (isErrno(error, "ENOENT")) return { ok: false, code: "key_file_missing" };
    throw new Error("could not open the key file", { cause: error });
  }
  try {
    if ((fstatSync(descriptor).mode & 0o077) !== 0) return { ok: false, code: "key_file_open_to_others" };
    const parsed = keyFile.safeParse(parseJson(readFileSync(descriptor, "utf8")));
    return parsed.success ? { ok: true, file: parsed.data } : { ok: false, code: "key_file_malformed" };
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined for what is no JSON. The parser's own message would quote the file, and with it a key. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function writeBeside(path: string, file: KeyFile): string | undefined {
  const next = `${path}.new`;
  const descriptor = openNew(next);
  if (descriptor === undefined) return undefined;
  try {
    writeAndSync(descriptor, file);
  } finally {
    closeSync(descriptor);
  }
  return next;
}

/** Undefined when it is there already. */
function openNew(path: string): number | undefined {
  try {
    return openSync(path, "wx", 0o600);
  } catch (error) {
    if (isErrno(error, "EEXIST")) return undefined;
    throw new Error("could not write beside the key file", { cause: error });
  }
}

function writeAndSync(descriptor: number, file: KeyFile): void {
  writeFileSync(descriptor, `${JSON.stringify(file, null, 2)}\n`);
  fsyncSync(descriptor);
}

/** Makes the name durable, not only the bytes: a key that is lost takes all data under it along. */
function syncFolder(path: string): void {
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
