import { hash, randomBytes } from "node:crypto";
import type { CaseId, CompanionId, StaffId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import type { Query, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import { appealCase } from "../appeal-case.ts";
import type { CasesDeps } from "../deps.ts";
import type { Acted, Refused } from "../on-case.ts";
import { onCase } from "../on-case.ts";
import { keepText } from "../texts.ts";
import type { Reader } from "./read-my-case.ts";
import type { CompanionRow, MyCaseRow } from "./sql.ts";
import * as sql from "./sql.ts";

/** Whom somebody may name: a colleague, somebody of the staff representation, a lawyer, an interpreter. */
const MAX_COMPANIONS = 5;
/** Bytes. Nothing that could be guessed. */
const TOKEN_BYTES = 32;

const tokenHash = (token: string) => hash("sha256", token, "buffer");

/** Whether a case is about them, and they were told so. */
async function isMine(tx: Tx, id: CaseId, staff: StaffId): Promise<boolean> {
  const rows = await tx.query<MyCaseRow>(sql.SELECT_MY_CASES, [tx.tenant, staff]);
  return rows.some(({ case_id }) => case_id === id);
}

const staffOf = (reader: Reader) => (reader.kind === "staff" ? reader.id : reader.staff);

/** What the person concerned says about it, or whom they chose says for them: at any time until it is decided. */
export async function answerCase(
  tx: Tx,
  { vault }: Pick<CasesDeps, "vault">,
  id: CaseId,
  reader: Reader,
  words: string,
): Promise<Acted<undefined> | undefined> {
  if (!(await isMine(tx, id, staffOf(reader)))) return undefined;
  const actor = { kind: reader.kind, id: reader.id } as { kind: "staff"; id: StaffId };
  return onCase<undefined>(tx, id, { event: "cases.answer-case", actor }, async ({ row }) => {
    if (row.state === "approved" || row.state === "closed") return { ok: false, code: "case_state_wrong" };
    const text = await keepText(tx, vault, id, "answer", words, actor);
    return { ok: true, value: undefined, text };
  });
}

/** The person concerned says that the outcome is wrong. Undefined: no case about them. */
export async function appealMyCase(
  tx: Tx,
  deps: Pick<CasesDeps, "calendar" | "vault" | "reports">,
  id: CaseId,
  staff: StaffId,
  words: string,
): Promise<Acted<undefined> | undefined> {
  if (!(await isMine(tx, id, staff))) return undefined;
  return appealCase(tx, deps, id, { kind: "staff", id: staff }, { by: "concerned", words });
}

export type NamedCompanion = { readonly companion: CompanionId; readonly token: string };

/**
 * Gives somebody whom the person concerned chose an access of their own. The token is told once, here; of it the hash is
 * kept. Source: Code du travail L1332-2.
 */
export async function nameCompanion(
  tx: Tx,
  { vault }: Pick<CasesDeps, "vault">,
  id: CaseId,
  staff: StaffId,
  name: string,
): Promise<Acted<NamedCompanion> | undefined> {
  if (!(await isMine(tx, id, staff))) return undefined;
  const actor = { kind: "staff", id: staff } as const;
  return onCase<NamedCompanion>(tx, id, { event: "cases.name-companion", actor }, async () => {
    const rows = await tx.query<CompanionRow>(sql.SELECT_COMPANIONS, [tx.tenant, id]);
    const own = rows.filter((one) => one.staff_id === staff && one.revoked_at === null);
    if (own.length >= MAX_COMPANIONS) return { ok: false, code: "companions_too_many" } satisfies Refused;
    const text = await keepText(tx, vault, id, "companion", name, actor);
    const companion = newId("companion");
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    await tx.query(sql.INSERT_COMPANION, [tx.tenant, companion, id, staff, tokenHash(token), text, tx.now]);
    return { ok: true, value: { companion, token }, text, entry: { companion } };
  });
}

/** Ends an access. It was never theirs, or is ended: undefined. */
export async function revokeCompanion(
  tx: Tx,
  id: CaseId,
  staff: StaffId,
  companion: CompanionId,
): Promise<Acted<undefined> | undefined> {
  if (!(await isMine(tx, id, staff))) return undefined;
  return onCase<undefined>(
    tx,
    id,
    { event: "cases.revoke-companion", actor: { kind: "staff", id: staff } },
    async () => {
      const ended = await tx.query(sql.REVOKE_COMPANION, [tx.tenant, companion, id, staff, tx.now]);
      if (ended.length === 0) return { ok: false, code: "companion_unknown" } satisfies Refused;
      return { ok: true, value: undefined, entry: { companion } };
    },
  );
}

/** Whom a token belongs to, and which case it opens. What was revoked opens nothing, as what never was. */
export async function openCompanion(
  run: Query,
  token: string,
): Promise<{ readonly case: CaseId; readonly reader: Reader } | undefined> {
  const [row] = await run.query<{ companion_id: CompanionId; case_id: CaseId; staff_id: StaffId }>(
    sql.SELECT_COMPANION_BY_TOKEN,
    [TENANT, tokenHash(token)],
  );
  if (row === undefined) return undefined;
  return { case: row.case_id, reader: { kind: "companion", id: row.companion_id, staff: row.staff_id } };
}
