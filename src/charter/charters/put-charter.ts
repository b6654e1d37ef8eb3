import { hash } from "node:crypto";
import { canonicalJson } from "../../base/canonical-json.ts";
import { append } from "../../ledger/index.ts";
import type { Tx } from "../../store/index.ts";
import type { By } from "../../base/route.ts";
import { nameOf } from "../by.ts";
import type { Calendar } from "../regimes/index.ts";
import { civilDate } from "../regimes/index.ts";
import { readCharters } from "./read-charters.ts";
import type { CharterRefusal } from "./rules.ts";
import { checkCharter } from "./rules.ts";
import type { CharterRow } from "./sql.ts";
import * as sql from "./sql.ts";
import type { CharterAnswer, CharterPiece, CharterRequest } from "./wire.ts";

export type PutCharter =
  | { readonly ok: true; readonly charter: CharterAnswer }
  | { readonly ok: false; readonly code: CharterRefusal; readonly missing?: readonly CharterPiece[] };

/** Records the next version of the charter with its scale of sanctions. What is recorded never changes. */
export async function putCharter(tx: Tx, calendar: Calendar, request: CharterRequest, by: By): Promise<PutCharter> {
  await tx.query(sql.LOCK_CHARTERS, [tx.tenant]);
  await tx.readClock();
  const today = civilDate(tx.now, calendar.zone);
  const before = await tx.query<CharterRow>(sql.SELECT_CHARTERS, [tx.tenant]);
  const checked = checkCharter(request, before, today);
  if (!checked.ok) return checked;
  const version = (before[0]?.version ?? 0) + 1;
  const { title, text, scale, inForceFrom, consultedOn, depositedOn, exemption } = request;
  const dates = { inForceFrom, consultedOn, depositedOn, exemption };
  const contentHash = hashOf(request);
  const what = { version, ...dates, contentHash: contentHash.toString("base64"), by: nameOf(by) };
  const [leaf] = await append(tx, [{ event: "charter.put-charter", ...what }]);
  await tx.query(sql.INSERT_CHARTER, [
    tx.tenant,
    version,
    title,
    text.fr,
    text.en,
    JSON.stringify(scale),
    inForceFrom,
    consultedOn ?? null,
    depositedOn ?? null,
    exemption ?? null,
    contentHash,
    tx.now,
    leaf?.entryId,
  ]);
  const charter = (await readCharters(tx, today)).find((one) => one.version === version);
  if (charter === undefined) throw new Error("could not read the charter that was recorded");
  return { ok: true, charter };
}

/** SHA-256 over title, texts and scale in canonical JSON: whoever has the charter can show that it is this one. */
export function hashOf({ title, text, scale }: Pick<CharterRequest, "title" | "text" | "scale">): Buffer {
  const steps = scale.map(({ code, regimes, maxDays }) => ({
    code,
    regimes,
    ...(maxDays !== undefined && { maxDays }),
  }));
  return hash("sha256", canonicalJson({ title, text, scale: steps }), "buffer");
}
