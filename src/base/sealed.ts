import { inspect } from "node:util";

/**
 * A value that must not be printed: contact data, names, message text.
 * `String()`, JSON, template strings and the inspector all give `[sealed]`, so that a careless
 * log line or error message cannot carry it. Only `openSealed` gives the value back; who calls it
 * is expected to record that it did.
 */
export class Sealed<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  static open<U>(sealed: Sealed<U>): U {
    return sealed.#value;
  }

  toString(): string {
    return "[sealed]";
  }

  toJSON(): string {
    return "[sealed]";
  }

  [inspect.custom](): string {
    return "[sealed]";
  }
}

export function seal<T>(value: T): Sealed<T> {
  return new Sealed(value);
}

/** Gives the hidden value back. Only the vault, and the carrier that puts it on the wire, may call this. */
export function openSealed<T>(sealed: Sealed<T>): T {
  return Sealed.open(sealed);
}
