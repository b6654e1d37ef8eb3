import type { Json } from "../program.ts";
import type { Stranger } from "./stranger.ts";
import { until } from "./stranger.ts";

/** Entries of one bundle. Source: C2SP tlog-tiles. */
const BUNDLE = 256;

/** What the ledger says about a case, oldest first, read by its bundles as an auditor does, once it says enough. */
export function ledgerOf(
  stranger: Stranger,
  id: string,
  isEnough: (entries: readonly Json[]) => boolean,
): Promise<readonly Json[]> {
  const read = async () => (await readAll(stranger)).filter((entry) => entry.case === id);
  return until(read, isEnough);
}

async function readAll({ program }: Stranger): Promise<readonly Json[]> {
  const { items } = (await program.call("GET", "/log/")).body;
  const entries: Json[] = [];
  for (const { name, size } of items) {
    for (let n = 0; n * BUNDLE < size; n += 1) {
      const left = Math.min(size - n * BUNDLE, BUNDLE);
      const place = `${String(n).padStart(3, "0")}${left === BUNDLE ? "" : `.p/${left}`}`;
      const answer = await fetch(`${program.url}/log/${name}/tile/entries/${place}`, {
        headers: { authorization: `Bearer ${program.apiKey}` },
      });
      entries.push(...readBundle(Buffer.from(await answer.arrayBuffer())));
    }
  }
  return entries;
}

function readBundle(bytes: Buffer): readonly Json[] {
  const entries: Json[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + bytes.readUInt16BE(at);
    entries.push(JSON.parse(bytes.subarray(at + 2, end).toString("utf8")));
    at = end;
  }
  return entries;
}
