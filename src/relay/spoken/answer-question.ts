import type { Tx } from "../../store/index.ts";
import type { ContactRequest } from "../contact-request.ts";
import type { Decided } from "../decide.ts";
import { earlierAnswer } from "../decide.ts";
import type { SpokenDeps } from "./acknowledgement.ts";
import { acknowledgementOf } from "./acknowledgement.ts";
import { acknowledge, askedOf, intercepted } from "./answer.ts";
import { findMeant, interceptWord } from "./intercept-word.ts";
import { recordSignal, senderIndex, subjectOf } from "./record-signal.ts";
import type { Settled } from "./said.ts";
import { ANSWER_COUNTS_MS, isDangerous, isOffered, isReport } from "./said.ts";
import * as sql from "./sql.ts";

/**
 * Takes a digit as the answer to what was asked of this phone on this number within a day; undefined where nothing
 * was, or the digit was not offered: then it is a message like any other.
 *
 * That something happened is a report, with all a report word does. What kind of thing it was is added to the report.
 */
export async function answerQuestion(
  tx: Tx,
  deps: SpokenDeps,
  request: ContactRequest,
  choice: number,
  settled?: Settled,
): Promise<Decided | undefined> {
  const question = settled?.about ?? (await askedOf(tx, deps, request, ANSWER_COUNTS_MS));
  if (question === undefined || !isOffered(question, choice)) return undefined;
  if (isReport(question, choice))
    return interceptWord(
      tx,
      deps,
      request,
      { word: "report", code: undefined },
      {
        language: question.language,
        about: undefined,
        isAcknowledged: settled?.isAcknowledged === true,
      },
    );
  const { lines, use } = await findMeant(tx, deps.vault, request, undefined);
  const earlier = await earlierAnswer(tx, request.attemptId);
  if (earlier !== undefined) return earlier;
  const { language, attemptId: addsTo } = question;
  const isOwnNumber = use !== null;
  await recordSignal(tx, deps.vault, request, { word: "answer", choice, addsTo, language, lines, isOwnNumber });
  if (request.from !== undefined) {
    const about = [tx.tenant, senderIndex(deps.vault, request.from), request.to];
    // Both other questions have one answer; of a report more may be told.
    if (question.kind !== "report") await tx.query(sql.END_QUESTION, about);
    else if (isDangerous(question, choice)) await tx.query(sql.MARK_DANGER, about);
  }
  if (settled?.isAcknowledged === true || !isOwnNumber) return intercepted(request);
  const told = { language, about: question, isReportNumber: use === "report", additions: 0 };
  const answer = acknowledgementOf(deps, request, { kind: "choice", choice }, told);
  await acknowledge(tx, deps, request, answer, lines[0] === undefined ? undefined : subjectOf(lines[0]));
  return intercepted(request);
}
