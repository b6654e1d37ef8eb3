import type { CaseId, CaseTextId, DeskUserId } from "../../base/ids.ts";
import type { Tx } from "../../store/index.ts";
import type { CasesDeps } from "../deps.ts";
import type { Acted, DeskActor } from "../on-case.ts";
import { mayWork, onCase } from "../on-case.ts";
import * as sql from "../sql.ts";
import { keepText } from "../texts.ts";
import type { DateRequest } from "../wire.ts";
import { refreshDue } from "./read-clocks.ts";

type Kept = {
  readonly fact: string;
  readonly on: string;
  readonly source?: {
    readonly kind: "report" | "document" | "statement";
    readonly text: CaseTextId;
    readonly by: DeskUserId;
  };
};

/** Keeps a date; one that the house itself knows has no other source than its ledger. What was believed before stays. */
export async function keepDate(tx: Tx, id: CaseId, { fact, on, source }: Kept): Promise<void> {
  await tx.query(sql.END_DATE, [tx.tenant, id, fact, tx.now]);
  const from = [source?.kind ?? "ledger", source?.text ?? null, tx.now, source?.by ?? null];
  await tx.query(sql.INSERT_DATE, [tx.tenant, id, fact, on, ...from]);
}

/** Enters a date that the law counts from, and where it is known from. Deadlines follow. A day that has not come is none. */
export async function setDate(
  tx: Tx,
  deps: Pick<CasesDeps, "vault" | "charter" | "calendar">,
  id: CaseId,
  actor: DeskActor,
  { fact, on, source }: DateRequest,
): Promise<Acted<undefined> | undefined> {
  return onCase<undefined>(tx, id, { event: "cases.set-date", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    const today = deps.charter.civilDate(tx.now, deps.calendar.zone);
    if (on > today && !PLANNED.has(fact)) return { ok: false, code: "date_in_future" };
    const text = await keepText(tx, deps.vault, id, "source", source.text, actor);
    await keepDate(tx, id, { fact, on, source: { kind: source.kind, text, by: actor.id } });
    await refreshDue(tx, deps, facts);
    return { ok: true, value: undefined, text, entry: { fact, on, source: source.kind } };
  });
}

/** What is fixed beforehand: the day of an interview. */
const PLANNED: ReadonlySet<string> = new Set(["interview_on"]);
