import type { Screened, ScreeningContext } from "./screened.ts";
import { Screener } from "./screen.ts";

export type GuardedParts = {
  /** Asked at every text: screening may be switched off while the program runs. */
  readonly isOn: () => boolean;
  /** The company's own numbers, digits only, and hosts. */
  readonly official?: Pick<ScreeningContext, "officialNumbers" | "officialHosts">;
  /** Told of what went wrong; never of a text. */
  readonly onFailure: (error: unknown) => void;
  /** Makes the screener; may throw, where what it needs is not there. */
  readonly open?: () => Pick<Screener, "screen">;
};

/** What a text gets that could not be screened. */
const NOT_SCREENED: Screened = {
  verdict: "hold",
  findings: [],
  isDoubtful: false,
  isUnderstood: false,
  ruleVersion: "none",
};

/** Screening as others ask for it: where it is on, and never more lenient for having failed. */
export class GuardedScreener {
  readonly #parts: GuardedParts;
  readonly #screener: Pick<Screener, "screen"> | undefined;

  constructor(parts: GuardedParts) {
    this.#parts = parts;
    try {
      this.#screener = parts.open?.() ?? new Screener();
    } catch (error) {
      parts.onFailure(error);
    }
  }

  get isOn(): boolean {
    return this.#parts.isOn();
  }

  /** False: every text is held. */
  get isWorking(): boolean {
    return this.#screener !== undefined;
  }

  /** Undefined while screening is off. A text that cannot be screened is held. */
  screen(text: string, context: ScreeningContext): Screened | undefined {
    if (!this.isOn) return undefined;
    try {
      return this.#screener?.screen(text, { ...this.#parts.official, ...context }) ?? NOT_SCREENED;
    } catch (error) {
      this.#parts.onFailure(error);
      return NOT_SCREENED;
    }
  }
}
