import { createHash } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Account } from "./account.ts";
import { canEnter, serverAccount } from "./account.ts";
import { hasCode } from "./errors.ts";
import type { FolderLock } from "./lock.ts";
import { lockFolder } from "./lock.ts";
import { stopLeftServer } from "./postmaster.ts";
import { EngineRefused } from "./refusals.ts";

const REPOSITORY = resolve(import.meta.dirname, "../../..");
/** A unix socket's address holds 107 bytes; the server appends "/.s.PGSQL.5432". */
const MAX_SOCKET_FOLDER_BYTES = 107 - "/.s.PGSQL.5432".length;
/** Enough for a process that was told to stop to finish; a start on a folder in use waits as long to be refused. */
const LOCK_WAIT_SECONDS = 3;

/** Where the embedded server's files are, on real paths. */
export type Folders = {
  readonly state: string;
  readonly pgdata: string;
  readonly sockets: string;
  readonly log: string;
  readonly account: Account;
  readonly lock: FolderLock;
};

/**
 * Makes the data folder ready for the account the server runs as, and takes it for this process.
 *
 * Refuses: `data_in_use`, `data_unreachable`.
 */
export async function prepareFolders(dataDir: string): Promise<Folders> {
  const state = await makeDataFolder(dataDir);
  const pgdata = join(state, "postgres");
  const account = serverAccount(pgdata);
  if (isRoot()) chmodSync(state, statSync(state).mode | 0o011);
  if (!canEnter(account, state)) {
    throw unreachable(`${state} cannot be entered by ${account.name}, as whom PostgreSQL would run here`);
  }
  const lock = take(state);
  const sockets = socketFolder(state, account);
  return { state, pgdata, sockets, log: join(state, "postgres.log"), account, lock };
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function unreachable(why: string): EngineRefused {
  return new EngineRefused({ code: "data_unreachable", detail: `${why}: set PARAVENT_DATA to another folder` });
}

function take(state: string): FolderLock {
  const lock = lockFolder(state, LOCK_WAIT_SECONDS);
  if (lock.isHeld) return lock;
  const owner = lock.byPid === undefined ? "another process" : `the process ${lock.byPid}`;
  throw new EngineRefused({ code: "data_in_use", detail: `${owner} works on the data folder ${state}: stop it first` });
}

/**
 * The real folder behind `dataDir`, made if it is not there: for root as a link to a folder the server's account can
 * enter. For whoever keeps other files there and needs it before the engine is open.
 *
 * Refuses: `data_unreachable`; `data_in_use`, when the link was removed under a program that still runs.
 */
export async function makeDataFolder(path: string): Promise<string> {
  const dataDir = resolve(path);
  try {
    const link = lstatSync(dataDir, { throwIfNoEntry: false });
    if (link === undefined && isRoot() && mustLink(dataDir)) return await linkPlace(dataDir);
    // A link whose target is gone gets it back.
    const folder = link?.isSymbolicLink() === true ? resolve(dirname(dataDir), readlinkSync(dataDir)) : dataDir;
    mkdirSync(folder, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
    accessSync(folder, constants.W_OK);
    return realpathSync(folder);
  } catch (error) {
    if (hasCode(error, "EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST")) throw unreachable(`${dataDir}: ${error.code}`);
    throw error;
  }
}

/**
 * Root's own folders are closed to the server's account, and a checkout is often below one: the data of a checkout
 * are elsewhere, with a link to them. A folder outside the checkout is used as it is where that can work.
 */
function mustLink(dataDir: string): boolean {
  let parent = dirname(dataDir);
  if (`${parent}/`.startsWith(`${REPOSITORY}/`)) return true;
  while (!existsSync(parent)) parent = dirname(parent);
  return !canEnter(serverAccount(join(dataDir, "postgres")), parent);
}

/**
 * Links `dataDir` to a new folder. Data left by a link that was removed are set aside, not taken up again: who removes
 * `./data`, or clones anew to the same place, expects to start from nothing.
 */
async function linkPlace(dataDir: string): Promise<string> {
  const root = placeForRoot();
  const turn = take(root);
  try {
    // Another start may have made the link while this one waited for its turn.
    if (lstatSync(dataDir, { throwIfNoEntry: false }) !== undefined) return realpathSync(dataDir);
    const place = join(root, createHash("sha256").update(dataDir).digest("hex").slice(0, 12));
    if (existsSync(place)) await setAside(place);
    mkdirSync(place, { mode: 0o711 });
    mkdirSync(dirname(dataDir), { recursive: true });
    symlinkSync(place, dataDir);
    return realpathSync(place);
  } finally {
    turn.release();
  }
}

async function setAside(place: string): Promise<void> {
  const lock = take(place);
  await stopLeftServer(join(place, "postgres"));
  rmSync(`${place}.removed`, { recursive: true, force: true });
  renameSync(place, `${place}.removed`);
  lock.release();
}

function placeForRoot(): string {
  const wanted = "/var/lib/paravent";
  try {
    mkdirSync(wanted, { recursive: true, mode: 0o711 });
    accessSync(wanted, constants.W_OK);
    return wanted;
  } catch (error) {
    if (!hasCode(error, "EACCES", "EPERM", "EROFS")) throw error;
    return folderInSharedPlace(join(tmpdir(), "paravent"), { uid: 0, gid: 0 }, 0o711);
  }
}

/** Beside the data, unless their path is too long for a socket. */
function socketFolder(state: string, account: Account): string {
  const beside = join(state, "run");
  if (Buffer.byteLength(beside) > MAX_SOCKET_FOLDER_BYTES) {
    const name = createHash("sha256").update(state).digest("hex").slice(0, 12);
    return folderInSharedPlace(`/tmp/paravent-${name}`, account, 0o700);
  }
  mkdirSync(beside, { recursive: true, mode: 0o700 });
  if (isRoot()) chownSync(beside, account.uid, account.gid);
  return beside;
}

/** Makes a folder where anybody may make one: what somebody else made first is not used. */
function folderInSharedPlace(
  path: string,
  owner: { readonly uid: number; readonly gid: number },
  mode: number,
): string {
  try {
    mkdirSync(path, { mode });
    if (isRoot()) chownSync(path, owner.uid, owner.gid);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
  const stat = lstatSync(path);
  if (!stat.isDirectory() || stat.uid !== owner.uid) throw unreachable(`${path} belongs to somebody else`);
  return path;
}
