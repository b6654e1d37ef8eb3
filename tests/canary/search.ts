import type { CanaryName } from "./canaries.ts";
import { CANARIES, needlesOf } from "./canaries.ts";

/** Something the program let out. `shows`: canaries it is promised to show, each with a reason where it is set. */
export type Output = { readonly name: string; readonly bytes: Buffer; readonly shows?: readonly CanaryName[] };

const KEY_BITS = 20;
const MIN_NEEDLE_BYTES = 4;
type Needle = { readonly canary: CanaryName; readonly bytes: Buffer };

/**
 * Looks for all spellings of all canaries in one pass: thousands of needles against tens of megabytes. Almost every
 * place is dismissed by a look at its first four bytes.
 */
export class CanarySearch {
  readonly #byKey = new Map<number, Needle[]>();
  readonly #isKey = new Uint8Array(1 << KEY_BITS);

  constructor() {
    const known = new Set<string>();
    for (const canary of Object.keys(CANARIES) as CanaryName[]) {
      for (const bytes of needlesOf(CANARIES[canary])) {
        if (bytes.length < MIN_NEEDLE_BYTES)
          throw new Error(`could not look for so little of ${canary}: ${bytes.toString()}`);
        const name = `${canary} ${bytes.toString("hex")}`;
        if (known.has(name)) continue;
        known.add(name);
        const key = bytes.readInt32BE(0);
        this.#isKey[slot(key)] = 1;
        const others = this.#byKey.get(key) ?? [];
        this.#byKey.set(key, others);
        others.push({ canary, bytes });
      }
    }
  }

  /** Canaries in these bytes, with the first place of each. */
  find(bytes: Buffer): ReadonlyMap<CanaryName, number> {
    const found = new Map<CanaryName, number>();
    let key = 0;
    for (let end = 0; end < bytes.length; end += 1) {
      key = (key << 8) | (bytes[end] as number);
      if (this.#isKey[slot(key)] === 0 || end < MIN_NEEDLE_BYTES - 1) continue;
      const start = end - MIN_NEEDLE_BYTES + 1;
      for (const { canary, bytes: needle } of this.#byKey.get(key) ?? []) {
        const isThere = bytes.subarray(start, start + needle.length).equals(needle);
        if (isThere && !found.has(canary)) found.set(canary, start);
      }
    }
    return found;
  }

  /** One sentence for each canary in an output that was not promised to show it. */
  leaks(outputs: readonly Output[]): readonly string[] {
    return outputs.flatMap(({ name, bytes, shows = [] }) =>
      [...this.find(bytes)]
        .filter(([canary]) => !shows.includes(canary))
        .map(([canary, at]) => {
          const around = bytes.subarray(Math.max(0, at - 60), at + 60);
          return `${canary} in ${name}: ${JSON.stringify(around.toString())}`;
        }),
    );
  }
}

function slot(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (32 - KEY_BITS);
}
