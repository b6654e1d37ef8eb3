import type { Log } from "../base/log.ts";
import { errorFields } from "../base/log.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed } from "../base/sealed.ts";

/**
 * An operator's own opinion on a text, beside rules and model: it may hold one, never let one through that they keep back.
 * It is off unless its address is set. What watches or evaluates workers by machine learning is high-risk under
 * Regulation (EU) 2024/1689 (AI Act), annex III 4(b): whoever plugs one in is its deployer.
 */
export interface Scorer {
  /** Whether a text that may go otherwise is held. Never rejects: a scorer that fails holds. */
  holds(text: Sealed<string>): Promise<boolean>;
}

/** A text waits for its scorer no longer than this, ms. Shorter: a cold model holds everything. Longer: people wait at a door. */
const LIMIT_MS = 800;
/** A score and a comma: nobody sends a page. */
const LONGEST_ANSWER = 10_000;
/** A score from which a text is held. Source: our own convention, a probability. */
const HOLDS_FROM = 0.5;

/**
 * Asks an address on the operator's network: `POST {"text"}`, answered with 200 and `{"score"}` from 0 to 1. Anything else,
 * and no answer in time, holds the text. Logs never say which text it was about.
 */
export class HttpScorer implements Scorer {
  readonly #url: string;
  readonly #log: Log;

  constructor(url: string, log: Log) {
    this.#url = url;
    this.#log = log;
  }

  async holds(text: Sealed<string>): Promise<boolean> {
    try {
      const answer = await fetch(this.#url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text: openSealed(text) }),
        redirect: "error",
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      const body = (await answer.text()).slice(0, LONGEST_ANSWER);
      const { score } = JSON.parse(body) as { readonly score?: unknown };
      if (answer.status !== 200 || typeof score !== "number" || !(score >= 0 && score <= 1)) {
        throw new Error(`could not take the answer of a scorer (${answer.status})`);
      }
      return score >= HOLDS_FROM;
    } catch (error) {
      this.#log.warn("relay.scorer-failed", errorFields(error));
      return true;
    }
  }
}
