import { hash } from "node:crypto";
import type { StaffId } from "../../base/ids.ts";
import { canonicalJson } from "../../base/canonical-json.ts";
import { append } from "../../ledger/index.ts";
import type { Query, Tx } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import type { By } from "../../base/route.ts";
import { nameOf } from "../by.ts";
import type { NoticeRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { NoticeAnswer, NoticeRequest } from "./wire.ts";

export type PutNotice =
  | { readonly ok: true; readonly isNew: boolean; readonly notice: NoticeAnswer }
  | { readonly ok: false; readonly code: "notice_taken" };

/**
 * Records a version of what staff are told about the modules that watch them. The same version with the same contents is
 * the same; with others it is refused, `notice_taken`: what somebody received does not change afterwards.
 * Source: Code du travail L1222-4; GDPR art. 13.
 */
export async function putNotice(tx: Tx, request: NoticeRequest, by: By): Promise<PutNotice> {
  await tx.query(sql.LOCK_NOTICES, [tx.tenant]);
  await tx.readClock();
  const contentHash = hashOf(request);
  const [rows, before] = [await tx.query<NoticeRow>(sql.SELECT_NOTICES, [tx.tenant, null]), await readNotices(tx)];
  const known = rows.find(({ version }) => version === request.version);
  const notice = before.find(({ version }) => version === request.version);
  if (known !== undefined && notice !== undefined)
    return known.content_hash.equals(contentHash)
      ? { ok: true, isNew: false, notice }
      : { ok: false, code: "notice_taken" };
  const { version, title, text, modules } = request;
  const what = { noticeVersion: version, modules, contentHash: contentHash.toString("base64"), by: nameOf(by) };
  const [leaf] = await append(tx, [{ event: "charter.put-notice", ...what }]);
  const row = [version, title, text.fr, text.en, modules, contentHash, tx.now, leaf?.entryId];
  await tx.query(sql.INSERT_NOTICE, [tx.tenant, ...row]);
  const added = (await readNotices(tx)).find((one) => one.version === version);
  if (added === undefined) throw new Error("could not read the notice that was recorded");
  return { ok: true, isNew: true, notice: added };
}

/** SHA-256 over title, texts and modules in canonical JSON: whoever has the notice can show that it is this one. */
export function hashOf({ title, text, modules }: Pick<NoticeRequest, "title" | "text" | "modules">): Buffer {
  return hash("sha256", canonicalJson({ title, text, modules }), "buffer");
}

/** All versions, oldest first; to a staff member with when they confirmed each. */
export async function readNotices(run: Query, self?: StaffId): Promise<readonly NoticeAnswer[]> {
  const rows = await run.query<NoticeRow>(sql.SELECT_NOTICES, [TENANT, self ?? null]);
  return rows.map((row) => ({
    version: row.version,
    title: row.title,
    text: { fr: row.text_fr, en: row.text_en },
    modules: [...row.modules],
    recordedAt: row.recorded_at.toISOString(),
    receivedBy: self === undefined ? row.received_by : null,
    receivedAt: row.received_at?.toISOString() ?? null,
  }));
}
