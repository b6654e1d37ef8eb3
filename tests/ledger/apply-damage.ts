import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Change, Damage } from "./damages.ts";

/** A copy of the vectors in which some files can be damaged, and mended again. */
export class DamagedVectors {
  readonly folder = mkdtempSync(join(tmpdir(), "paravent-vectors-"));
  readonly #whole: string;

  constructor(whole: string) {
    this.#whole = whole;
    cpSync(whole, this.folder, { recursive: true });
  }

  /** Runs something on the damaged files. Changes of one file count from its end, so that none moves another's place. */
  async with<T>({ changes }: Pick<Damage, "changes">, act: () => Promise<T> | T): Promise<T> {
    const byPlace = changes.toSorted((a, b) => ("at" in b ? b.at : 0) - ("at" in a ? a.at : 0));
    for (const change of byPlace) this.#apply(change);
    try {
      return await act();
    } finally {
      for (const { file } of changes) cpSync(join(this.#whole, file), join(this.folder, file));
    }
  }

  #apply(change: Change): void {
    const path = join(this.folder, change.file);
    if ("gone" in change) rmSync(path);
    else if ("copyOf" in change) cpSync(join(this.#whole, change.copyOf), path);
    else writeFileSync(path, splice(readFileSync(path), change));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

function splice(bytes: Buffer, { at, remove, insert }: Extract<Change, { readonly at: number }>): Buffer {
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(insert, "hex"), bytes.subarray(at + remove)]);
}
