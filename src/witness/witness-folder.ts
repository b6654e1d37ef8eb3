import type { KeyObject } from "node:crypto";
import { createPrivateKey, generateKeyPairSync, hash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Checkpoint, Cosigner, NoteVerifier } from "../ledger/index.ts";
import { ed25519Cosigner, isKeyName, mlDsa44Cosigner, parseCheckpoint, parseVkey, splitNote } from "../ledger/index.ts";

const CONFIG = "witness.json";
const KEYS = { ed25519: "ed25519.pem", "ml-dsa-44": "ml-dsa-44.pem" } as const;
const LOCK = "lock";
/** Bytes: ML-DSA signs names with their length in one byte. */
const MAX_NAME_BYTES = 255;
const config = z.strictObject({
  format: z.literal("paravent-witness-1"),
  name: z.string().refine(isKeyName),
  logs: z.array(z.string().refine(isLogKey)).max(10_000),
});
type Config = z.output<typeof config>;

export type WitnessRefusal =
  /** There is a witness in the folder already, or something else. */
  | "folder_taken"
  /** There is none, or its configuration is not what this program writes. */
  | "no_witness"
  | "name_malformed"
  | "key_malformed"
  /** Others than its owner may read a key. */
  | "key_open_to_others"
  /** Another process runs on the folder: two would cosign two trees. */
  | "in_use";

export type Opened<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: WitnessRefusal };

/** Makes a witness with keys of its own; answers its verifier keys. Refuses: `folder_taken`, `name_malformed`. */
export function createWitness(
  folder: string,
  { name, hasMlDsa }: { readonly name: string; readonly hasMlDsa: boolean },
): Opened<readonly string[]> {
  if (!isKeyName(name) || Buffer.byteLength(name) > MAX_NAME_BYTES) return { ok: false, code: "name_malformed" };
  // Keys without a configuration are those of a witness that was made by half.
  if ([CONFIG, ...Object.values(KEYS)].some((file) => existsSync(join(folder, file)))) {
    return { ok: false, code: "folder_taken" };
  }
  mkdirSync(join(folder, "state"), { recursive: true, mode: 0o700 });
  writeKey(join(folder, KEYS.ed25519), generateKeyPairSync("ed25519").privateKey);
  if (hasMlDsa) writeKey(join(folder, KEYS["ml-dsa-44"]), generateKeyPairSync("ml-dsa-44").privateKey);
  writeConfig(folder, { format: "paravent-witness-1", name, logs: [] });
  return { ok: true, value: cosignersOf(folder, name).map(({ vkey }) => vkey) };
}

/** Lets a witness cosign a log, whose name is at most 255 bytes. The running one takes it into account at the log's next request. */
export function trustLog(folder: string, vkey: string): Opened<void> {
  const known = readConfig(folder);
  if (known === undefined) return { ok: false, code: "no_witness" };
  if (!isLogKey(vkey)) return { ok: false, code: "key_malformed" };
  if (!known.logs.includes(vkey)) writeConfig(folder, { ...known, logs: [...known.logs, vkey] });
  return { ok: true, value: undefined };
}

function isLogKey(vkey: string): boolean {
  const key = parseVkey(vkey);
  return key !== undefined && Buffer.byteLength(key.name) <= MAX_NAME_BYTES;
}

/** What one witness keeps: whom it knows, its keys, and the latest checkpoint it cosigned of each log. */
export class WitnessFolder {
  readonly cosigners: readonly Cosigner[];
  readonly #folder: string;
  readonly #lock: DatabaseSync;
  readonly #latest = new Map<string, { readonly checkpoint: Checkpoint; readonly note: string }>();
  #trusted: readonly NoteVerifier[] = [];

  private constructor(folder: string, name: string, lock: DatabaseSync) {
    this.#folder = folder;
    this.#lock = lock;
    this.cosigners = cosignersOf(folder, name);
    this.reload();
  }

  /** Refuses: `no_witness`, `key_open_to_others`, `in_use`. */
  static async open(path: string): Promise<Opened<WitnessFolder>> {
    const folder = resolve(path);
    const known = readConfig(folder);
    if (known === undefined) return { ok: false, code: "no_witness" };
    const isOpen = Object.values(KEYS).some((file) => isOpenToOthers(join(folder, file)));
    if (isOpen) return { ok: false, code: "key_open_to_others" };
    const lock = lockFolder(folder);
    if (lock === undefined) return { ok: false, code: "in_use" };
    return { ok: true, value: new WitnessFolder(folder, known.name, lock) };
  }

  get trusted(): readonly NoteVerifier[] {
    return this.#trusted;
  }

  /** Reads again which logs are trusted. */
  reload(): void {
    const logs = readConfig(this.#folder)?.logs ?? [];
    this.#trusted = logs.flatMap((vkey) => parseVkey(vkey) ?? []);
  }

  /** The latest checkpoint that was cosigned of a log, with its signature lines. */
  latest(origin: string): { readonly checkpoint: Checkpoint; readonly note: string } | undefined {
    return this.latestByHash(originHash(origin));
  }

  latestByHash(hashed: string): { readonly checkpoint: Checkpoint; readonly note: string } | undefined {
    const known = this.#latest.get(hashed);
    if (known !== undefined) return known;
    const note = readIfThere(this.#stateFile(hashed));
    if (note === undefined) return undefined;
    const text = splitNote(note)?.text;
    const checkpoint = text === undefined ? undefined : parseCheckpoint(text);
    // To go on as if there were none would be to cosign any tree.
    if (checkpoint === undefined) throw new Error(`could not read the state of ${hashed}`);
    const read = { checkpoint, note };
    this.#latest.set(hashed, read);
    return read;
  }

  /** Durable, with its name, when it returns: only then may the cosignature leave. */
  keep(checkpoint: Checkpoint, note: string): void {
    const hashed = originHash(checkpoint.origin);
    const file = this.#stateFile(hashed);
    const next = openSync(`${file}.new`, "w", 0o600);
    try {
      writeFileSync(next, note);
      fsyncSync(next);
    } finally {
      closeSync(next);
    }
    renameSync(`${file}.new`, file);
    syncFolder(join(this.#folder, "state"));
    this.#latest.set(hashed, { checkpoint, note });
  }

  #stateFile(hashed: string): string {
    return join(this.#folder, "state", `${hashed}.checkpoint`);
  }

  close(): void {
    if (this.#lock.isOpen) this.#lock.close();
  }
}

/** Lower-case hex of SHA-256: how a log is named in a path. */
export function originHash(origin: string): string {
  return hash("sha256", origin);
}

/** Source: SQLite result codes; what `errcode` of node:sqlite holds. */
const SQLITE_BUSY = 5;

/**
 * A lock of the kernel on a file in the folder, which goes with the process, however that ends, and which a process in
 * another container on the same disk meets too: a name of a socket or a process id would not be seen there. SQLite is
 * the way to it that Node has.
 */
function lockFolder(folder: string): DatabaseSync | undefined {
  const lock = new DatabaseSync(join(folder, LOCK), { timeout: 0 });
  try {
    lock.exec("pragma journal_mode = memory; begin exclusive");
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}

/** Undefined only if there is no such file: one that cannot be read is not taken for none. */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function readConfig(folder: string): Config | undefined {
  const content = readIfThere(join(folder, CONFIG));
  if (content === undefined) return undefined;
  try {
    const parsed = config.safeParse(JSON.parse(content));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function writeConfig(folder: string, content: Config): void {
  const file = join(folder, CONFIG);
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { flush: true });
  renameSync(`${file}.new`, file);
  syncFolder(folder);
}

function writeKey(file: string, key: KeyObject): void {
  writeFileSync(file, key.export({ format: "pem", type: "pkcs8" }), { mode: 0o600, flag: "wx", flush: true });
}

function cosignersOf(folder: string, name: string): readonly Cosigner[] {
  const read = (file: string) => createPrivateKey(readFileSync(join(folder, file)));
  const ed25519 = ed25519Cosigner(name, read(KEYS.ed25519));
  return existsSync(join(folder, KEYS["ml-dsa-44"]))
    ? [ed25519, mlDsa44Cosigner(name, read(KEYS["ml-dsa-44"]))]
    : [ed25519];
}

function isOpenToOthers(file: string): boolean {
  return existsSync(file) && (statSync(file).mode & 0o077) !== 0;
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
