import { randomBytes } from "node:crypto";
import { hashPassword, verifyPassword } from "better-auth/crypto";

/** Each takes 32 MiB and one core for some 50 ms. More at once slow the gate down; more waiting is an attack. */
const MAX_AT_ONCE = 2;
const MAX_WAITING = 64;

/** Hashes passwords (scrypt, N 16384, r 16) for everybody who signs in, a few at a time. */
export class Passwords {
  /** Hash of nothing anybody knows: whoever has no account, or no password yet, is compared with it. */
  readonly #nobodys = hashPassword(randomBytes(32).toString("base64url"));
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Takes as long whether there is a hash or not. Undefined: too many are waiting. */
  async isRight(passwordHash: string | null, password: string): Promise<boolean | undefined> {
    const nobodys = await this.#nobodys;
    const isSame = await this.#inTurn(() => verifyPassword({ hash: passwordHash ?? nobodys, password }));
    return isSame === undefined ? undefined : isSame && passwordHash !== null;
  }

  async hash(password: string): Promise<string | undefined> {
    return this.#inTurn(() => hashPassword(password));
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.#waiting.length >= MAX_WAITING) return undefined;
    while (this.#running >= MAX_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}
