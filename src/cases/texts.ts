import type { CaseId, CaseTextId } from "../base/ids.ts";
import { newId } from "../base/ids.ts";
import { openSealed, seal } from "../base/sealed.ts";
import type { Query, Tx } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { Actor } from "./on-case.ts";
import type { TextKind, TextRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** Keeps what somebody wrote into a case, sealed under its key. */
export async function keepText(
  tx: Tx,
  vault: Vault,
  id: CaseId,
  kind: TextKind,
  words: string,
  actor: Exclude<Actor, { kind: "machine" }>,
  happenedAt?: Date,
): Promise<CaseTextId> {
  const text = newId("caseText");
  const sealed = await vault.sealRecord(tx, id, { part: text, text: seal(words) });
  const by = [actor.kind, actor.id];
  await tx.query(sql.INSERT_TEXT, [tx.tenant, text, id, kind, tx.now, ...by, happenedAt ?? null, sealed]);
  return text;
}

export type CaseText = Omit<TextRow, "sealed"> & { readonly words: string | null };

/** All that was written into a case, oldest first; null words where they were erased. Whoever asks has recorded why. */
export async function readTexts(run: Query, vault: Vault, id: CaseId): Promise<readonly CaseText[]> {
  const rows = await run.query<TextRow>(sql.SELECT_TEXTS, [TENANT, id]);
  const parts = rows.map(({ text_id, sealed }) => ({ part: text_id, sealed }));
  const opened = await vault.openRecord(run, id, parts);
  return rows.map(({ sealed: _sealed, ...row }, i) => {
    const words = opened[i];
    return { ...row, words: words === undefined ? null : openSealed(words) };
  });
}
