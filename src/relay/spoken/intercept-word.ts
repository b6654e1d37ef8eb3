import { cutPair, endOptOut, optOut } from "../../missions/index.ts";
import type { Tx } from "../../store/index.ts";
import { byteaArray, textArray } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import type { ContactRequest } from "../contact-request.ts";
import type { Decided } from "../decide.ts";
import { earlierAnswer } from "../decide.ts";
import { factsOf, lookUpCode } from "../enter-code.ts";
import { lockChatLine, withLine } from "../chat/receive-chat.ts";
import { indexesOf } from "../read-facts.ts";
import { askReadingOnLines } from "../readings/ask-reading.ts";
import type { FactsRow, LineRow } from "../sql.ts";
import { LOCK_ASKED, SELECT_FACTS_OF_SHARED } from "../sql.ts";
import type { Word } from "../words.ts";
import type { SpokenDeps } from "./acknowledgement.ts";
import { acknowledgementOf, languageHeard } from "./acknowledgement.ts";
import { acknowledge, ask, intercepted } from "./answer.ts";
import { languageOfSubject, recordSignal, subjectOf } from "./record-signal.ts";
import type { Settled } from "./said.ts";

/**
 * Takes a word that is never refused, whoever sends it and whatever became of the mission: the cut or the opt-out
 * first, then the attempt, a signal for the humans, and an acknowledgement. The text itself goes no further.
 *
 * A report word cuts the pair both ways, and is answered with the six words by which she follows it up. A stop word from the customer ends what staff may send her, a start word
 * allows it again; from anybody else they are recorded and change nothing. On a number that leads to several people
 * the mission code before the word says who is meant; without it all are: a cut too many is reviewed and lifted, one
 * too few leaves somebody alone who spoke up. A review word asks that a person reads the last text of theirs that was kept
 * back. A help word does nothing but ask what for, and so does a stop word: what she answers is in `answer-question.ts`.
 */
export async function interceptWord(
  tx: Tx,
  deps: SpokenDeps,
  sent: ContactRequest,
  { word, code }: SentWord,
  settled?: Settled,
): Promise<Decided> {
  const { vault } = deps;
  const { request, lines, isOwnPhone, use } = await findMeant(tx, vault, sent, code);
  const earlier = await earlierAnswer(tx, request.attemptId);
  if (earlier !== undefined) return earlier;
  await takeEffect(tx, word, lines);
  const [line] = isOwnPhone ? lines : [];
  const subject = line === undefined ? undefined : subjectOf(line);
  const said = { kind: "word", word, code } as const;
  const heard = languageHeard(request, said, undefined);
  const language = settled?.language ?? (await languageOfSubject(tx, subject, heard));
  const isOwnNumber = use !== null;
  await recordSignal(tx, vault, request, { word, language, lines, isOwnNumber });
  if (!isOwnNumber) return intercepted(request, language);
  if (word === "report" || word === "help" || word === "stop")
    await ask(tx, deps, request, { kind: word, attemptId: request.attemptId, language, isDanger: false });
  const isReportNumber = use === "report";
  const told = { language, about: undefined, isReportNumber, additions: 0 };
  // Whoever writes in the app reads the answer there.
  if (settled?.isAcknowledged !== true && request.chat?.end !== "staff")
    await acknowledge(tx, deps, request, acknowledgementOf(deps, request, said, told), subject);
  return intercepted(request, language);
}

async function takeEffect(tx: Tx, word: Word, lines: readonly LineRow[]): Promise<void> {
  if (word === "report") {
    for (const { staff_id: staff, customer_id: customer } of lines)
      await cutPair(tx, { staff, customer, cause: "report_word" });
  } else if (word === "review") {
    await askReadingOnLines(tx, lines);
  } else if (word !== "help") {
    const asked = lines.filter(({ sender_end }) => sender_end === "customer").map(({ customer_id }) => customer_id);
    for (const customer of new Set(asked)) await (word === "stop" ? optOut(tx, customer) : endOptOut(tx, customer));
  }
}

/** A word, and the mission code it was sent with. */
export type SentWord = { readonly word: Word; readonly code: string | undefined };

/**
 * The lines a word is about: the one its code names, else every one this phone is on with this number. A code may
 * come from a phone that is not the line's: then the answer goes there, not to the line's.
 */
async function linesMeant(
  tx: Tx,
  vault: Vault,
  request: ContactRequest,
  facts: FactsRow,
  code: string | undefined,
): Promise<{ readonly lines: readonly LineRow[]; readonly isOwnPhone: boolean }> {
  const found = code === undefined ? undefined : await lookUpCode(tx, vault, request, code, facts);
  if (found?.kind === "line") return { lines: [found.row], isOwnPhone: found.row.person === facts.person_id };
  if (facts.person_id === null) return { lines: [], isOwnPhone: false };
  const shared = await tx.query<LineRow>(SELECT_FACTS_OF_SHARED, [tx.tenant, request.to, facts.person_id]);
  return { lines: facts.line_id === null ? shared : [facts, ...shared], isOwnPhone: true };
}

type Meant = {
  readonly request: ContactRequest;
  readonly lines: readonly LineRow[];
  /** The answer goes to the line's own phone. */
  readonly isOwnPhone: boolean;
  readonly use: FactsRow["number_use"];
};

/** The lines something is about that was said, whoever they are about locked. */
export async function findMeant(
  tx: Tx,
  vault: Vault,
  request: ContactRequest,
  code: string | undefined,
): Promise<Meant> {
  if (request.chat !== undefined) {
    const line = await lockChatLine(tx, request);
    if (line === undefined) return { request, lines: [], isOwnPhone: false, use: null };
    const use = line.number === null ? null : "lines";
    return { request: withLine(request, line), lines: [line], isOwnPhone: true, use };
  }
  const facts = await findFacts(tx, vault, request);
  const meant = await linesMeant(tx, vault, request, facts, code);
  return { request, ...meant, use: facts.number_use };
}

/** Locks whoever this may be about, and reads who it is. */
async function findFacts(tx: Tx, vault: Vault, request: ContactRequest): Promise<FactsRow> {
  const indexes = indexesOf(vault, request);
  const numbers = textArray(indexes.map(() => request.to));
  await tx.query(LOCK_ASKED, [tx.tenant, numbers, byteaArray(indexes), textArray([])]);
  await tx.readClock();
  return factsOf(tx, vault, request);
}
