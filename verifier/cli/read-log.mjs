import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { MAX_ENTRY_BYTES } from "../lib/entry.mjs";
import { Fault, refuted, unchecked } from "../lib/fault.mjs";
import { HASH_BYTES } from "../lib/merkle.mjs";
import { MAX_NOTE_BYTES } from "../lib/signed-note.mjs";
import { firstEntries, TILE_BYTES, TILE_WIDTH, tilePath } from "../lib/tile.mjs";
import { codeOf, readFileIfThere } from "./read-file.mjs";
import { isUrl, readUrl } from "./read-url.mjs";

const MAX_BUNDLE_BYTES = TILE_WIDTH * (2 + MAX_ENTRY_BYTES);
/** Folders within the folder of a log. */
const PARTS = ["tile", "anchor"];
/** Bytes of the list of logs: thousands of logs. */
const MAX_LIST_BYTES = 1_000_000;

/**
 * A log in a folder or at an address. Its files are where C2SP tlog-tiles v0.1.0 puts them.
 */
export class LogPlace {
  /**
   * @param {string} place
   * @param {string | undefined} auditorKey
   */
  constructor(place, auditorKey) {
    this.place = place.replace(/\/+$/, "");
    this.auditorKey = auditorKey;
    this.isUrl = isUrl(place);
  }

  /**
   * @param {string} path below the log
   * @param {number} limit
   * @returns {Promise<Uint8Array | Fault | undefined>} Nothing when it is not there.
   */
  read(path, limit) {
    if (!this.isUrl) return readFileIfThere(join(this.place, path), limit);
    const key = path.startsWith("tile/entries/") ? this.auditorKey : undefined;
    return readUrl(`${this.place}/${path}`, limit, key);
  }

  /**
   * @returns {Promise<Uint8Array | Fault>}
   */
  async readCheckpoint() {
    const bytes = await this.read("checkpoint", MAX_NOTE_BYTES);
    if (bytes !== undefined) return bytes;
    const names = this.isUrl ? [] : await logsIn(this.place);
    if (names.length > 0) return unchecked("folder_of_logs", { path: this.place, names: names.join(", ") });
    return unchecked("file_unreadable", { path: `${this.place}/checkpoint`, reason: "ENOENT" });
  }

  /**
   * The minimum index the log declares: in `log.json` beside the checkpoint, or in the list of logs above it.
   * A log that says nothing has pruned nothing.
   *
   * @returns {Promise<number | Fault>}
   */
  async readMinimum() {
    const own = await this.read("log.json", MAX_LIST_BYTES);
    if (own instanceof Fault) return own;
    if (own !== undefined) return minimumIn(parseJson(own), `${this.place}/log.json`);
    if (!this.isUrl) return 0;
    const listUrl = `${this.place.slice(0, this.place.lastIndexOf("/"))}/`;
    const list = listUrl.length > "https://".length ? await readUrl(listUrl, MAX_LIST_BYTES) : undefined;
    if (!(list instanceof Uint8Array)) return 0;
    const items = parseJson(list)?.items;
    const item = Array.isArray(items) ? items.find((each) => each?.name === basename(this.place)) : undefined;
    return item === undefined ? 0 : minimumIn(item, listUrl);
  }

  /**
   * @param {number} level
   * @param {number} index
   * @param {number} width
   * @returns {Promise<Uint8Array | Fault>}
   */
  async readTile(level, index, width) {
    const path = tilePath(level, index, width);
    const needed = width * HASH_BYTES;
    const exact = await this.read(path, TILE_BYTES);
    if (exact instanceof Fault) return oversized(exact, path, needed);
    if (exact !== undefined) return exact.length === needed ? exact : tileSize(path, exact.length, needed);
    if (width === TILE_WIDTH) return refuted("tile_missing", { path });
    const fullPath = tilePath(level, index, TILE_WIDTH);
    const full = await this.read(fullPath, TILE_BYTES);
    if (full instanceof Fault) return oversized(full, fullPath, TILE_BYTES);
    if (full === undefined) return refuted("tile_missing", { path });
    return full.length === TILE_BYTES ? full.subarray(0, needed) : tileSize(fullPath, full.length, TILE_BYTES);
  }

  /**
   * @param {number} _level
   * @param {number} index
   * @param {number} width
   * @returns {Promise<Uint8Array | Fault>}
   */
  async readBundle(_level, index, width) {
    const path = tilePath("entries", index, width);
    const exact = await this.read(path, MAX_BUNDLE_BYTES);
    if (exact instanceof Fault) return this.bundleFault(exact, path);
    if (exact !== undefined) return exact;
    const fullPath = tilePath("entries", index, TILE_WIDTH);
    const full = width === TILE_WIDTH ? undefined : await this.read(fullPath, MAX_BUNDLE_BYTES);
    if (full instanceof Fault) return this.bundleFault(full, fullPath);
    if (full !== undefined) return firstEntries(full, width);
    const hasEntries = this.isUrl || (await hasFolder(join(this.place, "tile/entries")));
    return hasEntries ? refuted("tile_missing", { path }) : unchecked("entries_missing");
  }

  /**
   * @param {Fault} fault
   * @param {string} path
   */
  bundleFault(fault, path) {
    if (fault.code === "file_too_large") return refuted("bundle_too_large", { path });
    const isRefused = fault.code === "network_status" && (fault.values.status === 401 || fault.values.status === 403);
    return isRefused ? unchecked("entries_missing") : fault;
  }
}

/**
 * @param {string} path
 * @param {number} found
 * @param {number} needed
 */
function tileSize(path, found, needed) {
  return refuted("tile_size", { path, found, needed });
}

/**
 * @param {Fault} fault
 * @param {string} path
 * @param {number} needed
 */
function oversized(fault, path, needed) {
  return fault.code === "file_too_large" ? tileSize(path, Number(fault.values.bytes), needed) : fault;
}

/**
 * @param {Uint8Array} bytes
 * @returns {any} Nothing when it is not JSON.
 */
function parseJson(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * @param {any} description
 * @param {string} path
 * @returns {number | Fault}
 */
function minimumIn(description, path) {
  const minimum = description?.minimum ?? 0;
  const isGood = typeof description === "object" && Number.isSafeInteger(minimum) && minimum >= 0;
  return isGood ? minimum : unchecked("log_description_malformed", { path });
}

/**
 * @param {string} folder
 * @returns {Promise<readonly string[]>}
 */
async function logsIn(folder) {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    // Those of a log itself are none.
    return found.filter((each) => each.isDirectory() && !PARTS.includes(each.name)).map(({ name }) => name);
  } catch (error) {
    codeOf(error);
    return [];
  }
}

/**
 * @param {string} path
 */
async function hasFolder(path) {
  try {
    await readdir(path);
    return true;
  } catch (error) {
    codeOf(error);
    return false;
  }
}
