import type { CaseId, CaseTextId, ReportId } from "../base/ids.ts";
import { seal } from "../base/sealed.ts";
import { sentence } from "../base/text.ts";
import { readReport, writeToReporter } from "../reports/index.ts";
import type { Tx } from "../store/index.ts";
import type { CasesDeps } from "./deps.ts";
import type { Acted, DeskActor } from "./on-case.ts";
import { mayWatch, mayWork, onCase } from "./on-case.ts";
import { mayShow } from "./rules.ts";
import type { ReportRow, TextKind } from "./sql.ts";
import * as sql from "./sql.ts";
import { keepText } from "./texts.ts";
import type { TEMPLATES } from "./wire.ts";

export type Written = Acted<CaseTextId> | undefined;
type Deps = Pick<CasesDeps, "vault">;

const ACTS = {
  note: { event: "cases.write-note" },
  allegation: { event: "cases.write-allegation" },
  evidence: { event: "cases.release-evidence" },
} as const satisfies { readonly [kind in TextKind]?: object };

/**
 * What whoever works on a case writes: a note, which stays at the desk; what is alleged, in the handler's words; a piece of
 * evidence. The last two are shown to the person concerned. Approvers and the DPO write notes only.
 */
export async function writeText(
  tx: Tx,
  { vault }: Deps,
  id: CaseId,
  actor: DeskActor,
  {
    kind,
    text,
    happenedAt,
  }: { readonly kind: keyof typeof ACTS; readonly text: string; readonly happenedAt?: Date | undefined },
): Promise<Written> {
  return onCase<CaseTextId>(tx, id, { ...ACTS[kind], actor }, async (facts) => {
    const role = kind === "note" && actor.duty === "approver" ? "approver" : "handler";
    const isDpo = actor.duty === "dpo" && kind === "note";
    const works = isDpo ? await mayWatch(tx, facts, actor) : await mayWork(tx, facts, role, actor);
    if (!works.ok) return works;
    const shown = kind === "note" ? { ok: true as const } : mayShow(text);
    if (!shown.ok) return shown;
    const made = await keepText(tx, vault, id, kind, text, actor, happenedAt);
    return { ok: true, value: made, text: made, entry: { text: made } };
  });
}

/** Writes to everybody who reported, unless they have withdrawn. Notes of the desk never go this way. */
export async function writeMessage(
  tx: Tx,
  { reports }: Pick<CasesDeps, "reports">,
  id: CaseId,
  actor: DeskActor,
  message: { readonly text?: string | undefined; readonly template?: (typeof TEMPLATES)[number] | undefined },
): Promise<Acted<undefined> | undefined> {
  return onCase<undefined>(tx, id, { event: "cases.write-message", actor }, async (facts) => {
    const works = await mayWork(tx, facts, "handler", actor);
    if (!works.ok) return works;
    if (facts.row.is_withdrawn) return { ok: false, code: "reporter_withdrew" };
    const { template } = message;
    const rows = await tx.query<ReportRow>(sql.SELECT_REPORTS, [tx.tenant, id]);
    for (const { report_id } of rows) {
      const text = message.text ?? (await templateFor(tx, reports, report_id, template));
      await writeToReporter(tx, reports, report_id, { text: seal(text), by: actor.id });
    }
    return { ok: true, value: undefined, entry: { template } };
  });
}

/** A sentence that is used often, in the language of who reported. */
async function templateFor(
  tx: Tx,
  reports: CasesDeps["reports"],
  report: ReportId,
  template: (typeof TEMPLATES)[number] | undefined,
): Promise<string> {
  if (template === undefined) throw new Error("could not write a message without words");
  const read = await readReport(tx, reports.vault, report);
  return sentence(read?.language ?? "fr", `cases.template.${template}`, {});
}

/**
 * A reasoned decision of the DPO on what the person concerned needs to answer beyond the handler's words: at what hour
 * something happened, or a report as it was written.
 */
export async function releaseMore(
  tx: Tx,
  { vault }: Deps,
  id: CaseId,
  actor: DeskActor,
  {
    what,
    report,
    reasons,
  }: { readonly what: "exact_times" | "report_text"; readonly report?: ReportId | undefined; readonly reasons: string },
): Promise<Written> {
  return onCase<CaseTextId>(tx, id, { event: "cases.release-more", actor }, async (facts) => {
    const watches = await mayWatch(tx, facts, actor);
    if (!watches.ok) return watches;
    const rows = await tx.query<ReportRow>(sql.SELECT_REPORTS, [tx.tenant, id]);
    const isOfCase = what === "exact_times" || rows.some(({ report_id }) => report_id === report);
    if (!isOfCase) return { ok: false, code: "report_not_of_case" };
    const text = await keepText(tx, vault, id, "reasons", reasons, actor);
    const row = [what, report ?? "", text, actor.id, tx.now];
    await tx.query(sql.INSERT_RELEASE, [tx.tenant, id, ...row]);
    return { ok: true, value: text, text, entry: { what, report } };
  });
}
