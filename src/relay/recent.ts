/**
 * What was used lately, by name. Two halves bound it: when the young one is full it becomes the old one, and the old
 * one is forgotten. At least half of `most` is always kept, whatever comes.
 */
export class Recent<T> {
  readonly #half: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(most: number) {
    this.#half = Math.ceil(most / 2);
  }

  get(name: string): T | undefined {
    return this.#young.get(name) ?? this.#old.get(name);
  }

  set(name: string, value: T): void {
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(name, value);
  }

  forget(name: string): void {
    this.#young.delete(name);
    this.#old.delete(name);
  }
}
