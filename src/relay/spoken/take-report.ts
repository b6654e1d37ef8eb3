import { openSealed } from "../../base/sealed.ts";
import { parsePhone } from "../../base/phone.ts";
import type { Tx } from "../../store/index.ts";
import type { ContactRequest } from "../contact-request.ts";
import type { Decided } from "../decide.ts";
import { earlierAnswer } from "../decide.ts";
import type { SpokenDeps } from "./acknowledgement.ts";
import { acknowledgementOf, hasDanger, languageHeard } from "./acknowledgement.ts";
import { acknowledge, ask, intercepted, questionOf } from "./answer.ts";
import { recordSignal, senderIndex } from "./record-signal.ts";
import type { Question, Said, Settled } from "./said.ts";
import { REPORT_JOINS_MS } from "./said.ts";
import type { JoinedRow } from "./sql.ts";
import * as sql from "./sql.ts";

/**
 * Takes a text or a call to the report number: from any phone, with a hidden number too, it is a report, or belongs to
 * what the same phone reported there before. Nobody is looked up: who it may be is for the room that handles reports,
 * and the answer is the same whoever it is.
 */
export async function takeReport(
  tx: Tx,
  deps: SpokenDeps,
  request: ContactRequest,
  said: Extract<Said, { readonly kind: "written" | "called" }>,
  settled?: Settled,
): Promise<Decided> {
  const earlier = await earlierAnswer(tx, request.attemptId);
  if (earlier !== undefined) return earlier;
  const { about, language, additions } = await joinReport(tx, deps, request, said, settled);
  const addsTo = about?.attemptId;
  await recordSignal(tx, deps.vault, request, { word: said.kind, addsTo, language, lines: [], isOwnNumber: true });
  if (settled?.isAcknowledged === true || !canRead(request)) return intercepted(request);
  const told = { language, about, isReportNumber: true, additions };
  await acknowledge(tx, deps, request, acknowledgementOf(deps, request, said, told));
  return intercepted(request);
}

/** Whether this phone gets texts: of who calls, only a mobile surely does. */
export function canRead({ channel, from }: ContactRequest): boolean {
  if (from === undefined) return false;
  if (channel !== "call") return true;
  const phone = parsePhone(openSealed(from));
  return phone.ok && phone.kind === "mobile";
}

type Joined = {
  readonly about: Question | undefined;
  readonly language: Question["language"];
  readonly additions: number;
};

async function joinReport(
  tx: Tx,
  deps: SpokenDeps,
  request: ContactRequest,
  said: Said,
  settled: Settled | undefined,
): Promise<Joined> {
  const { attemptId, from, to } = request;
  const heard = languageHeard(request, said, undefined);
  const isDanger = hasDanger(request, said);
  if (settled !== undefined) {
    // What the sender was told stands, also where another node knew of an earlier report.
    const { about, language } = settled;
    if (about === undefined) await ask(tx, deps, request, { kind: "report", attemptId, language, isDanger });
    return { about, language, additions: 0 };
  }
  if (from === undefined) return { about: undefined, language: heard, additions: 0 };
  const since = new Date(tx.now.getTime() - REPORT_JOINS_MS);
  const sender = senderIndex(deps.vault, from);
  const asked = [tx.tenant, sender, to, attemptId, heard, isDanger, tx.now, since];
  const [row] = await tx.query<JoinedRow>(sql.JOIN_REPORT, asked);
  if (row === undefined) throw new Error("could not join what was sent to the report number");
  const isFirst = row.attempt_id === attemptId;
  return { about: isFirst ? undefined : questionOf(row), language: row.language, additions: row.additions };
}
