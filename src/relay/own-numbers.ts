import type { NumberUse } from "../numbers/index.ts";
import { numberUses } from "../numbers/index.ts";
import type { Query } from "../store/index.ts";

/**
 * The masked numbers as they were at the last look, a minute ago at most: what must be known of a number while the
 * database is away. While it is there the gate knows better, and says so.
 */
export class OwnNumbers {
  #uses: ReadonlyMap<string, NumberUse> | undefined;

  get isRead(): boolean {
    return this.#uses !== undefined;
  }

  async read(query: Query): Promise<void> {
    this.#uses = await numberUses(query);
  }

  has(number: string): boolean {
    return this.#uses?.has(number) === true;
  }

  isForReports(number: string): boolean {
    return this.#uses?.get(number) === "report";
  }
}
