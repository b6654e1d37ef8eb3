import { HASH_BYTES } from "./merkle.mjs";

/** @import { EntryReader } from "./entry.mjs" */
/** @import { Code } from "./sentences.mjs" */

const FIRST_CAPACITY = 1024;

/**
 * Follows the chain of each customer through a log: each entry one rank above, and with the leaf hash of, the one
 * before. Takes 40 bytes and her pseudonym for each customer.
 */
export class CustomerChains {
  constructor() {
    /** @type {Map<string, number>} */
    this.places = new Map();
    this.ranks = new Float64Array(FIRST_CAPACITY);
    this.heads = new Uint8Array(FIRST_CAPACITY * HASH_BYTES);
    /** Chains whose first entry here is not the customer's first: it is in an earlier log, or was pruned. */
    this.continued = 0;
  }

  get count() {
    return this.places.size;
  }

  /**
   * @param {EntryReader} reader that has just read an entry about a customer
   * @param {Uint8Array} leafHash of this entry
   * @returns {Code | undefined} Nothing when it follows.
   */
  follow(reader, leafHash) {
    const customer = reader.customerKey();
    const place = this.places.get(customer);
    if (place === undefined) {
      this.begin(customer, reader.seq, leafHash);
      return undefined;
    }
    if (reader.seq !== this.ranks[place] + 1) return "chain_rank";
    const from = place * HASH_BYTES;
    for (let i = 0; i < HASH_BYTES; i += 1) {
      if (this.heads[from + i] !== reader.previousHash[i]) return "chain_link";
    }
    this.ranks[place] = reader.seq;
    this.heads.set(leafHash, from);
    return undefined;
  }

  /**
   * @param {string} customer
   * @param {number} rank
   * @param {Uint8Array} leafHash
   */
  begin(customer, rank, leafHash) {
    const place = this.places.size;
    if (place === this.ranks.length) this.widen();
    this.places.set(customer, place);
    this.ranks[place] = rank;
    this.heads.set(leafHash, place * HASH_BYTES);
    if (rank > 1) this.continued += 1;
  }

  widen() {
    const ranks = new Float64Array(this.ranks.length * 2);
    const heads = new Uint8Array(this.heads.length * 2);
    ranks.set(this.ranks);
    heads.set(this.heads);
    this.ranks = ranks;
    this.heads = heads;
  }
}
