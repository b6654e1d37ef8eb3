import type { CaseId } from "../base/ids.ts";
import type { Tx } from "../store/index.ts";
import type { CasesDeps } from "./deps.ts";
import type { Acted, Actor } from "./on-case.ts";
import { mayWatch, moveCase, onCase } from "./on-case.ts";
import type { Appellant } from "./rules.ts";
import { mayAppeal } from "./rules.ts";
import * as sql from "./sql.ts";
import { tellReporters } from "./tell-reporters.ts";
import { keepText } from "./texts.ts";

/**
 * Opens a closed case again at the enquiry, because one side says that its outcome is wrong. Nobody who proposed or
 * approved it works on it any more. Measures stay what they are until somebody ends them.
 */
export async function appealCase(
  tx: Tx,
  deps: Pick<CasesDeps, "calendar" | "vault" | "reports">,
  id: CaseId,
  actor: Exclude<Actor, { kind: "machine" }>,
  { by, words }: { readonly by: Appellant; readonly words: string },
): Promise<Acted<undefined> | undefined> {
  return onCase<undefined>(tx, id, { event: "cases.appeal-case", actor }, async (facts) => {
    const watches = actor.kind === "desk" ? await mayWatch(tx, facts, actor) : { ok: true as const };
    if (!watches.ok) return watches;
    const { state, outcome, closed_at, round } = facts.row;
    const may = mayAppeal(by, {
      state,
      outcome: outcome ?? undefined,
      closedAt: closed_at ?? undefined,
      round,
      now: tx.now,
    });
    if (!may.ok) return may;
    const text = await keepText(tx, deps.vault, id, "appeal", words, actor);
    for (const role of ["handler", "approver"]) {
      await tx.query(sql.END_ASSIGNMENTS, [tx.tenant, id, role, null, tx.now]);
    }
    await moveCase(tx, facts, "enquiry", { outcome: null, round: round + 1 });
    await tellReporters(tx, deps, id, { state: "enquiry" });
    return { ok: true, value: undefined, to: "enquiry", text, entry: { appellant: by, round: round + 1 } };
  });
}
