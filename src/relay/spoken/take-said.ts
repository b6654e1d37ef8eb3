import type { Tx } from "../../store/index.ts";
import type { ContactRequest } from "../contact-request.ts";
import type { Decided } from "../decide.ts";
import type { SpokenDeps } from "./acknowledgement.ts";
import { answerQuestion } from "./answer-question.ts";
import { interceptWord } from "./intercept-word.ts";
import type { Said, Settled } from "./said.ts";
import { takeReport } from "./take-report.ts";

/** Records what is never refused, and answers it; undefined for a digit that answers nothing. */
export function takeSaid(
  tx: Tx,
  deps: SpokenDeps,
  request: ContactRequest,
  said: Said,
  settled?: Settled,
): Promise<Decided | undefined> {
  switch (said.kind) {
    case "word":
      return interceptWord(tx, deps, request, said, settled);
    case "choice":
      return answerQuestion(tx, deps, request, said.choice, settled);
    case "written":
    case "called":
      return takeReport(tx, deps, request, said, settled);
  }
}
