/**
 * Where calls wait that were answered "not signed in", until somebody has signed in again or does not want to. All of
 * them wait for one sign-in.
 */
export class SessionGate {
  #waiting: { readonly promise: Promise<boolean>; readonly settle: (isIn: boolean) => void } | undefined;
  readonly #listeners = new Set<() => void>();

  /** Asks for a sign-in; true when it was done. */
  ask(): Promise<boolean> {
    if (this.#waiting === undefined) {
      let settle: (isIn: boolean) => void = () => undefined;
      const promise = new Promise<boolean>((resolve) => {
        settle = resolve;
      });
      this.#waiting = { promise, settle };
      this.#tell();
    }
    return this.#waiting.promise;
  }

  settle(isIn: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.settle(isIn);
    this.#tell();
  }

  get isAsked(): boolean {
    return this.#waiting !== undefined;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
