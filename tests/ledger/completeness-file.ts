/**
 * A completeness file made the slow and obvious way: what stands behind it is a log of 300 entries about 32 customers,
 * and a daily entry that commits each of them.
 */
import { leafHash, makeEntries, sha256, tlogProof, Tree } from "../../verifier/test/log.fixture.ts";
import { keyOf, signedBy } from "./reference-log.ts";

const KEY = keyOf("ledger.example/log/routine-2027", 1);
export const DAILY_POLICY = `log ${KEY.vkey}\nquorum none\n`;

type Committed = { readonly key: Buffer; readonly count: number; readonly head: Buffer };
type Step = { readonly bit: number; readonly hash: string };

/** Hashes in base 64, as in the file. Source: docs/LEDGER.md, completeness. */
export type CompletenessFile = {
  readonly format: string;
  readonly customer: string;
  readonly map: { readonly leaf: string; readonly proof: string };
  readonly path: readonly Step[];
  readonly end: { readonly key: string; readonly count: number; readonly head: string };
  readonly entries: readonly { readonly leaf: string }[];
};

/** The file of one of the customers; `n` counts them from 0. */
export function completenessFile(n: number): CompletenessFile {
  const entries = makeEntries(300, 40);
  const chains = Map.groupBy(entries.filter(isAboutCustomer), customerOf);
  const rows = [...chains].map(([customer, chain]) => ({
    key: sha256(Buffer.from(customer)),
    count: chain.length,
    head: leafHash(chain.at(-1) as Buffer),
  }));
  const [customer, chain] = [...chains][n] as [string, Buffer[]];
  const own = rows[n] as Committed;
  const day = { at: "2026-11-24T00:00:00.000Z", customers: rows.length, day: "2026-11-23" };
  const root = mapRoot(rows).toString("base64");
  const daily = Buffer.from(JSON.stringify({ ...day, event: "ledger.commit-customers", root, v: 1 }));
  const tree = new Tree([...entries, daily]);
  const note = signedBy(KEY, `${KEY.name}\n${tree.size}\n${tree.root().toString("base64")}\n`);
  return {
    format: "paravent-completeness@v1",
    customer,
    map: { leaf: daily.toString("base64"), proof: tlogProof(tree, entries.length, note) },
    path: pathTo(rows, own.key),
    end: { key: own.key.toString("base64"), count: own.count, head: own.head.toString("base64") },
    entries: chain.map((entry) => ({ leaf: entry.toString("base64") })),
  };
}

function isAboutCustomer(entry: Buffer): boolean {
  return entry.includes('"customer":');
}

function customerOf(entry: Buffer): string {
  return (JSON.parse(entry.toString()) as { customer: string }).customer;
}

function bitOf(key: Buffer, bit: number): number {
  return ((key[bit >> 3] as number) >> (7 - (bit & 7))) & 1;
}

/** The first bit that is not the same in all, and who is on which side of it. */
function forkOf(rows: readonly Committed[]) {
  let bit = 0;
  while (rows.every(({ key }) => bitOf(key, bit) === bitOf((rows[0] as Committed).key, bit))) bit += 1;
  const side = (which: number) => rows.filter(({ key }) => bitOf(key, bit) === which);
  return { bit, sides: [side(0), side(1)] as const };
}

function mapRoot(rows: readonly Committed[]): Buffer {
  const [first, ...more] = rows as [Committed, ...Committed[]];
  if (more.length === 0) {
    const count = Buffer.alloc(8);
    count.writeBigUInt64BE(BigInt(first.count));
    return sha256(Buffer.of(0), first.key, count, first.head);
  }
  const { bit, sides } = forkOf(rows);
  return sha256(Buffer.of(1, bit), mapRoot(sides[0]), mapRoot(sides[1]));
}

function pathTo(rows: readonly Committed[], key: Buffer): readonly Step[] {
  if (rows.length === 1) return [];
  const { bit, sides } = forkOf(rows);
  const [own, other] = bitOf(key, bit) === 0 ? sides : [sides[1], sides[0]];
  return [{ bit, hash: mapRoot(other).toString("base64") }, ...pathTo(own, key)];
}
