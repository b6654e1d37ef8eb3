import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type OutageSoFar = { readonly beganAt: Date; readonly refused: number };

/**
 * Contact that was refused because it could not be recorded. Kept in a file until it can be, so that a program that is
 * killed meanwhile still tells of it: the instant of the first refusal, then a dot for each. The dots are not synced:
 * a power cut may lose the last ones, a killed program loses none.
 */
export class Outage {
  readonly #path: string;
  #beganAt: Date | undefined;
  #refused = 0;
  /** Whether the file has its first line whole: a disk that is nearly full, or a kill, may have cut it. */
  #isKept = false;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#path = join(folder, "outage");
    if (!existsSync(this.#path)) return;
    const [instant = "", dots] = readFileSync(this.#path, "utf8").split("\n");
    const beganAt = new Date(instant);
    if (dots === undefined || Number.isNaN(beganAt.getTime())) return;
    this.#beganAt = beganAt;
    this.#refused = dots.length;
    this.#isKept = true;
  }

  get soFar(): OutageSoFar | undefined {
    return this.#beganAt === undefined ? undefined : { beganAt: this.#beganAt, refused: this.#refused };
  }

  /** Throws when the disk fails: the refusal is counted all the same. */
  count(now: Date): void {
    const beganAt = (this.#beganAt ??= now);
    this.#refused += 1;
    if (this.#isKept) appendFileSync(this.#path, ".");
    else writeFileSync(this.#path, `${beganAt.toISOString()}\n${".".repeat(this.#refused)}`, { mode: 0o600 });
    this.#isKept = true;
  }

  /** What `soFar` told is recorded. Refusals counted since then belong to the next outage. */
  recorded({ refused }: OutageSoFar, now: Date): void {
    const left = this.#refused - refused;
    this.#beganAt = undefined;
    this.#refused = 0;
    this.#isKept = false;
    rmSync(this.#path, { force: true });
    for (let i = 0; i < left; i += 1) this.count(now);
  }
}
