import { areEqual } from "./bytes.mjs";
import { compareCheckpoints, openCheckpoint, openOlderCheckpoint } from "./checkpoint.mjs";
import { CustomerChains } from "./customer-chains.mjs";
import { EntryReader, flawValues } from "./entry.mjs";
import { Fault, refuted, unchecked } from "./fault.mjs";
import { HASH_BYTES } from "./merkle.mjs";
import { conclude, Steps } from "./report.mjs";
import { hashesOnLevel, TILE_WIDTH, tilePath, tileWidth } from "./tile.mjs";
import { TreeBuilder } from "./tree-builder.mjs";

/** @import { Checkpoint } from "./checkpoint.mjs" */
/** @import { Conclusion, Report } from "./report.mjs" */
/** @import { Runtime } from "./signature.mjs" */
/** @import { ReadTile } from "./tile.mjs" */
/** @import { Trust } from "./trust.mjs" */

/** Bundles asked for before they are needed: over a network waiting would take longer than checking. */
const AHEAD = 8;

/**
 * @typedef {object} LogSource A log as somebody serves or stores it.
 * @property {ReadTile} readTile
 * @property {ReadTile} readBundle The same for bundles, in entries; the audit writes over what it gets.
 * @property {number} minimum Index of the first entry the log still publishes.
 */

/**
 * @typedef {object} AuditRequest
 * @property {Uint8Array} checkpoint
 * @property {Uint8Array | undefined} since An earlier checkpoint, which the log must not contradict.
 * @property {boolean} isHashesOnly
 */

/**
 * Rebuilds a whole log from its entries and compares it with every tile and with the root that was signed.
 *
 * @param {LogSource} source
 * @param {AuditRequest} request
 * @param {Trust} trust
 * @param {Runtime} runtime
 * @returns {Promise<Report>}
 */
export async function auditLog(source, request, trust, runtime) {
  const steps = new Steps();
  const checkpoint = await openCheckpoint(request.checkpoint, trust, runtime, steps);
  if (checkpoint instanceof Fault) return steps.end(checkpoint);
  const since =
    request.since === undefined ? undefined : await openOlderCheckpoint(request.since, trust, runtime, steps);
  if (since instanceof Fault) return steps.end(since);
  const audit = new Audit(source, checkpoint, since, request.isHashesOnly, runtime);
  return steps.end((await audit.run()) ?? audit.conclude(steps));
}

class Audit {
  /**
   * @param {LogSource} source
   * @param {Checkpoint} checkpoint
   * @param {Checkpoint | undefined} since
   * @param {boolean} isHashesOnly
   * @param {Runtime} runtime
   */
  constructor(source, checkpoint, since, isHashesOnly, { sha256 }) {
    this.source = source;
    this.checkpoint = checkpoint;
    this.since = since;
    this.isHashesOnly = isHashesOnly;
    this.sha256 = sha256;
    this.reader = new EntryReader();
    this.chains = new CustomerChains();
    this.builder = new TreeBuilder(sha256, (level, index, tile) => this.compareTile(level, index, tile));
    this.tiles = 0;
    this.isSinceMet = false;
  }

  /** The first bundle that is still there holds the minimum: what is before it in the same bundle is there too. */
  get firstBundle() {
    return Math.floor(this.source.minimum / TILE_WIDTH);
  }

  /**
   * @returns {Promise<Fault | undefined>}
   */
  async run() {
    const fault = this.findBound() ?? (await this.readLeftEdge());
    return fault ?? (await this.readBundles()) ?? (await this.finish());
  }

  findBound() {
    const { checkpoint, since, source } = this;
    if (source.minimum > checkpoint.size) {
      return refuted("minimum_beyond_tree", { minimum: source.minimum, size: checkpoint.size });
    }
    if (since === undefined) return undefined;
    const different = compareCheckpoints(since, checkpoint);
    if (different !== undefined) return different;
    if (since.size > 0 && since.size < this.firstBundle * TILE_WIDTH) {
      return unchecked("since_below_minimum", { size: since.size, minimum: source.minimum });
    }
    this.isSinceMet = since.size === 0;
    return undefined;
  }

  /**
   * Where the beginning was pruned its hashes are taken from the tiles that are left, and must lead to the signed root
   * like all others.
   * @returns {Promise<Fault | undefined>}
   */
  async readLeftEdge() {
    this.builder.startAt(this.firstBundle * TILE_WIDTH);
    for (let level = 1; hashesOnLevel(level, this.checkpoint.size) > 0; level += 1) {
      const pruned = hashesOnLevel(level, this.firstBundle * TILE_WIDTH);
      const width = pruned % TILE_WIDTH;
      if (width === 0) continue;
      const index = Math.floor(pruned / TILE_WIDTH);
      const tile = await this.source.readTile(level, index, tileWidth(level, index, this.checkpoint.size));
      if (tile instanceof Fault) return tile;
      this.builder.adopt(level, tile.subarray(0, width * HASH_BYTES));
    }
    return this.meetSince();
  }

  /**
   * @returns {Promise<Fault | undefined>}
   */
  async readBundles() {
    const count = Math.ceil(this.checkpoint.size / TILE_WIDTH);
    /** @type {ReturnType<Audit["fetchBundle"]>[]} */
    const waiting = [];
    let asked = this.firstBundle;
    for (let index = this.firstBundle; index < count; index += 1) {
      for (; asked < count && asked < index + AHEAD; asked += 1) waiting.push(this.fetchBundle(asked));
      const { tile, bundle } = await /** @type {ReturnType<Audit["fetchBundle"]>} */ (waiting.shift());
      if (tile instanceof Fault) return tile;
      if (bundle instanceof Fault) return bundle;
      const hashes = bundle === undefined ? tile : this.hashBundle(index, bundle);
      if (hashes instanceof Fault) return hashes;
      const fault = this.compareHashes(0, index, hashes, tile) ?? (await this.addHashes(hashes));
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  /**
   * @param {number} index
   */
  async fetchBundle(index) {
    const width = tileWidth(0, index, this.checkpoint.size);
    const [tile, bundle] = await Promise.all([
      this.source.readTile(0, index, width),
      this.isHashesOnly ? undefined : this.source.readBundle(0, index, width),
    ]);
    return { tile, bundle };
  }

  /**
   * Checks the entries of a bundle, and gives their leaf hashes.
   *
   * @param {number} index
   * @param {Uint8Array} bundle overwritten: the byte before an entry, which is part of its length, becomes the 0 that
   *   is hashed before it, so that no entry is copied
   * @returns {Uint8Array | Fault}
   */
  hashBundle(index, bundle) {
    const width = tileWidth(0, index, this.checkpoint.size);
    const hashes = new Uint8Array(width * HASH_BYTES);
    let at = 0;
    for (let i = 0; i < width; i += 1) {
      const entryIndex = index * TILE_WIDTH + i;
      if (at + 2 > bundle.length) return refuted("bundle_short", { index: entryIndex });
      const start = at + 2;
      const end = start + ((bundle[at] << 8) | bundle[at + 1]);
      if (end > bundle.length) return refuted("bundle_short", { index: entryIndex });
      bundle[start - 1] = 0;
      const hash = this.sha256(bundle.subarray(start - 1, end));
      hashes.set(hash, i * HASH_BYTES);
      const flaw = this.reader.flawOf(bundle, start, end) ?? this.followChain(hash);
      if (flaw !== undefined) return refuted(flaw, { ...flawValues(this.reader, start), index: entryIndex });
      at = end;
    }
    return at === bundle.length ? hashes : refuted("bundle_long", { index });
  }

  /**
   * @param {Uint8Array} leafHash
   */
  followChain(leafHash) {
    return this.reader.seq === 0 ? undefined : this.chains.follow(this.reader, leafHash);
  }

  /**
   * @param {number} level
   * @param {number} index
   * @param {Uint8Array} built
   * @param {Uint8Array} served
   * @returns {Fault | undefined}
   */
  compareHashes(level, index, built, served) {
    this.tiles += 1;
    if (built === served) return undefined;
    for (let i = 0; i < built.length; i += 1) {
      if (built[i] === served[i]) continue;
      const first = (index * TILE_WIDTH + Math.floor(i / HASH_BYTES)) * TILE_WIDTH ** level;
      const path = tilePath(level, index, served.length / HASH_BYTES);
      return refuted("tile_differs", { path, first, last: first + TILE_WIDTH ** level - 1 });
    }
    return undefined;
  }

  /**
   * @param {number} level
   * @param {number} index
   * @param {Uint8Array} built
   * @returns {Promise<Fault | undefined>}
   */
  async compareTile(level, index, built) {
    const served = await this.source.readTile(level, index, built.length / HASH_BYTES);
    return served instanceof Fault ? served : this.compareHashes(level, index, built, served);
  }

  /**
   * Adds a bundle's hashes, stopping at the size of the earlier checkpoint where that falls among them.
   *
   * @param {Uint8Array} hashes
   * @returns {Promise<Fault | undefined>}
   */
  async addHashes(hashes) {
    const { builder, since } = this;
    const until = since === undefined || this.isSinceMet ? 0 : (since.size - builder.size) * HASH_BYTES;
    if (until <= 0 || until > hashes.length) return builder.append(hashes);
    const fault = (await builder.append(hashes.subarray(0, until))) ?? this.meetSince();
    if (fault !== undefined || until === hashes.length) return fault;
    return builder.append(hashes.subarray(until));
  }

  /**
   * @returns {Fault | undefined}
   */
  meetSince() {
    const { builder, since } = this;
    if (since === undefined || this.isSinceMet || builder.size !== since.size) return undefined;
    this.isSinceMet = true;
    if (areEqual(builder.root(), since.root)) return undefined;
    return refuted("since_rewritten", { older: since.size, newer: this.checkpoint.size });
  }

  /**
   * @returns {Promise<Fault | undefined>}
   */
  async finish() {
    const fault = await this.builder.finish();
    if (fault !== undefined) return fault;
    const { size, root } = this.checkpoint;
    return areEqual(this.builder.root(), root) ? undefined : refuted("root_differs", { size });
  }

  /**
   * @param {Steps} steps
   * @returns {Conclusion}
   */
  conclude(steps) {
    const { origin, size } = this.checkpoint;
    const { minimum } = this.source;
    const from = this.firstBundle * TILE_WIDTH;
    const read = size - from;
    if (minimum > 0) steps.noted("audit_pruned", { minimum, from });
    if (this.isHashesOnly) steps.noted("audit_hashes_only");
    else {
      steps.passed("audit_entries", { count: read, from });
      steps.passed("audit_chains", { count: this.chains.count, continued: this.chains.continued });
    }
    steps.passed("audit_tiles", { count: this.tiles });
    steps.passed("audit_root", { size });
    if (this.since !== undefined) steps.passed("audit_since", { size: this.since.size });
    return conclude(this.isHashesOnly ? "audit_hashes_verified" : "audit_verified", {
      origin,
      size,
      count: read,
      from,
    });
  }
}
