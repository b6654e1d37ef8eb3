import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
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

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#path = join(folder, "outage");
    if (!existsSync(this.#path)) return;
    const [instant = "", dots = ""] = readFileSync(this.#path, "utf8").split("\n");
    const beganAt = new Date(instant);
    if (Number.isNaN(beganAt.getTime())) return;
    this.#beganAt = beganAt;
    this.#refused = dots.length;
  }

  get soFar(): OutageSoFar | undefined {
    return this.#beganAt === undefined ? undefined : { beganAt: this.#beganAt, refused: this.#refused };
  }

  /** Throws when the disk fails: the refusal is counted all the same. */
  count(now: Date): void {
    const isFirst = this.#beganAt === undefined;
    this.#beganAt ??= now;
    this.#refused += 1;
    appendFileSync(this.#path, isFirst ? `${now.toISOString()}\n.` : ".", { mode: 0o600 });
  }

  /** What `soFar` told is recorded. Refusals counted since then belong to the next outage. */
  recorded({ refused }: OutageSoFar, now: Date): void {
    const left = this.#refused - refused;
    this.#beganAt = undefined;
    this.#refused = 0;
    rmSync(this.#path, { force: true });
    for (let i = 0; i < left; i += 1) this.count(now);
  }
}
