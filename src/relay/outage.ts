import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OutageId } from "../base/ids.ts";
import { newId, parseId } from "../base/ids.ts";

/** `id`: the same until it is recorded, so that it is recorded once though the answer of a commit was lost. */
export type OutageSoFar = { readonly id: OutageId; readonly beganAt: Date; readonly refused: number };

/**
 * Contact that was refused because it could not be recorded. Kept in a file until it can be, so that a program that is
 * killed meanwhile still tells of it: the instant of the first refusal, then a dot for each. The dots are not synced:
 * a power cut may lose the last ones, a killed program loses none.
 */
export class Outage {
  readonly #path: string;
  #began: Pick<OutageSoFar, "id" | "beganAt"> | undefined;
  #refused = 0;
  /** Whether the file has its first line whole: a disk that is nearly full, or a kill, may have cut it. */
  #isKept = false;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#path = join(folder, "outage");
    if (!existsSync(this.#path)) return;
    const [first = "", dots] = readFileSync(this.#path, "utf8").split("\n");
    const [instant = "", name = ""] = first.split(" ");
    const [beganAt, id] = [new Date(instant), parseId("outage", name)];
    if (dots === undefined || id === undefined || Number.isNaN(beganAt.getTime())) return;
    this.#began = { id, beganAt };
    this.#refused = dots.length;
    this.#isKept = true;
  }

  get soFar(): OutageSoFar | undefined {
    return this.#began === undefined ? undefined : { ...this.#began, refused: this.#refused };
  }

  /** Throws when the disk fails: the refusal is counted all the same. */
  count(now: Date): void {
    const { id, beganAt } = (this.#began ??= { id: newId("outage"), beganAt: now });
    this.#refused += 1;
    const start = `${beganAt.toISOString()} ${id}\n`;
    if (this.#isKept) appendFileSync(this.#path, ".");
    else writeFileSync(this.#path, start + ".".repeat(this.#refused), { mode: 0o600 });
    this.#isKept = true;
  }

  /** So many refusals are recorded. Those counted since then belong to the next outage. */
  recorded({ refused }: Pick<OutageSoFar, "refused">, now: Date): void {
    const left = this.#refused - refused;
    this.#began = undefined;
    this.#refused = 0;
    this.#isKept = false;
    rmSync(this.#path, { force: true });
    for (let i = 0; i < left; i += 1) this.count(now);
  }
}
