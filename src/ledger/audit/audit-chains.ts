import { IdRows, withRoom } from "../../base/id-rows.ts";
import type { Query } from "../../store/index.ts";
import { HASH_BYTES } from "../format/merkle.ts";
import type { AuditedEntry } from "./audit-entry.ts";
import { textOf } from "./audit-entry.ts";
import type { Tell } from "./audit-rows.ts";
import { eachPage } from "./audit-rows.ts";
import type { ChainHeadRow } from "./sql.ts";
import { SELECT_CHAINS } from "./sql.ts";

/** An entry whose turn has not come: of it is kept what joins it to its neighbours. */
type Waiting = { readonly leaf: Buffer; readonly previous: string | null; readonly atMs: number };

/**
 * Follows each customer from entry to entry: numbered without a gap, each naming the one before it. Of a customer, the
 * last entry so far is kept.
 *
 * Entries come log by log. Those of class case come first and wait for the routine ones between them. After pruning the
 * first one known may have any number, and routine ones may be missing between two of class case.
 */
export class ChainAudit {
  readonly #tell: Tell;
  readonly #isPruned: boolean;
  readonly #customers = new IdRows("customer");
  #seqs = new Float64Array();
  #instants = new Float64Array();
  #heads = new Uint8Array();
  #hasHead = new Uint8Array();
  readonly #waiting = new Map<number, Map<number, Waiting>>();

  /** `isPruned`: entries of some log have expired. */
  constructor(tell: Tell, isPruned: boolean) {
    this.#tell = tell;
    this.#isPruned = isPruned;
  }

  take({ atMs, body, class: retention, leaf }: AuditedEntry): void {
    const customer = textOf(body["customer"]);
    const seq = body["customerSeq"];
    if (customer === undefined || typeof seq !== "number") return;
    const row = this.#rowOf(customer);
    const entry = { leaf, previous: textOf(body["previous"]) ?? null, atMs };
    const last = this.#seqs[row] as number;
    const isNext = seq === last + 1;
    const isFirstKnown = last === 0 && this.#isPruned && retention === "routine";
    if (!isNext && !isFirstKnown) this.#keep(row, customer, seq, entry);
    else this.#follow(row, seq, entry);
  }

  /**
   * Looks at what waited in vain, then at the heads that the database keeps. `prunedBeforeMs`: entries of acts before
   * this instant may have expired.
   */
  async compare(run: Query, prunedBeforeMs: number): Promise<void> {
    for (const [row, waiting] of this.#waiting) this.#joinRest(row, waiting, prunedBeforeMs);
    this.#waiting.clear();
    for await (const page of eachPage<ChainHeadRow>(run, "ledger.chain", SELECT_CHAINS)) {
      for (const { subject, seq, head } of page) {
        const row = this.#customers.find(subject);
        if (row !== undefined) this.#hasHead[row] = 1;
        // All of her entries have expired, or none was ever written.
        const isUnknown = row === undefined && (this.#isPruned || (seq === 0 && head === null));
        if (!isUnknown && !this.#isHead(row, seq, head))
          this.#tell(`chain of ${subject}: its head is not her last entry`);
      }
    }
    for (let row = 0; row < this.#customers.size; row += 1) {
      if (this.#hasHead[row] === 0) this.#tell(`chain of ${this.#customers.idAt(row)}: it is not there`);
    }
  }

  #rowOf(customer: string): number {
    const row = this.#customers.add(customer);
    this.#seqs = withRoom(this.#seqs, row);
    this.#instants = withRoom(this.#instants, row);
    this.#hasHead = withRoom(this.#hasHead, row);
    this.#heads = withRoom(this.#heads, HASH_BYTES * row + HASH_BYTES - 1);
    return row;
  }

  /** The next entry, or the first that is known; then those that waited for it. */
  #follow(row: number, seq: number, entry: Waiting): void {
    this.#join(row, seq, entry);
    const waiting = this.#waiting.get(row);
    if (waiting === undefined) return;
    for (let next = seq + 1; ; next += 1) {
      const one = waiting.get(next);
      if (one === undefined) break;
      waiting.delete(next);
      this.#join(row, next, one);
    }
    if (waiting.size === 0) this.#waiting.delete(row);
  }

  #join(row: number, seq: number, { leaf, previous, atMs }: Waiting): void {
    const last = this.#seqs[row] as number;
    const before = last === 0 ? this.#waiting.get(row)?.get(seq - 1)?.leaf : this.#headOf(row);
    const isRight = seq === 1 ? previous === null : before === undefined || before.toString("base64") === previous;
    if (!isRight) this.#fault(row, `entry ${seq} does not name the one before it`);
    this.#seqs[row] = seq;
    this.#instants[row] = atMs;
    this.#heads.set(leaf, HASH_BYTES * row);
  }

  #headOf(row: number): Buffer {
    return Buffer.from(this.#heads.buffer, HASH_BYTES * row, HASH_BYTES);
  }

  #isHead(row: number | undefined, seq: number, head: Buffer | null): boolean {
    return row !== undefined && this.#seqs[row] === seq && head !== null && this.#headOf(row).equals(head);
  }

  #keep(row: number, customer: string, seq: number, entry: Waiting): void {
    const waiting = this.#waiting.get(row) ?? new Map<number, Waiting>();
    this.#waiting.set(row, waiting);
    const last = this.#seqs[row] as number;
    if (waiting.has(seq) || seq === last) this.#tell(`chain of ${customer}: it has two entries ${seq}`);
    else waiting.set(seq, entry);
  }

  /** What is left did not find its place: expiry explains some gaps, and nothing the others. */
  #joinRest(row: number, waiting: ReadonlyMap<number, Waiting>, prunedBeforeMs: number): void {
    for (const seq of [...waiting.keys()].sort((a, b) => a - b)) {
      const entry = waiting.get(seq) as Waiting;
      const last = this.#seqs[row] as number;
      // One of class case from before the first routine one that is left; one behind routine ones that are gone.
      const isOld = entry.atMs < prunedBeforeMs;
      const isLastOld = this.#isPruned && (last === 0 || (this.#instants[row] as number) < prunedBeforeMs);
      if (seq === last + 1) this.#join(row, seq, entry);
      else {
        if (!(seq < last ? isOld : isLastOld)) this.#fault(row, `entry ${seq} comes after entry ${last}`);
        if (seq > last) this.#jump(row, seq, entry);
      }
    }
  }

  /** Goes on behind a gap: what was before it is not known, so that nothing is compared. */
  #jump(row: number, seq: number, { leaf, atMs }: Waiting): void {
    this.#seqs[row] = seq;
    this.#instants[row] = atMs;
    this.#heads.set(leaf, HASH_BYTES * row);
  }

  #fault(row: number, what: string): void {
    this.#tell(`chain of ${this.#customers.idAt(row)}: ${what}`);
  }
}
