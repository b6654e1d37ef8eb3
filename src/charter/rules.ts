import type { ActivationPiece, ActivationRequest, Module } from "./wire.ts";
import { ACTIVATION_PIECES } from "./wire.ts";

export type ActivationRefusal =
  | "activation_incomplete"
  | "consultation_in_future"
  | "activation_in_force"
  | "notice_unknown";

export type Complete = ActivationRequest & { readonly [piece in ActivationPiece]: string };

/** A version of the notice, and the modules that it tells staff about. */
export type NoticeOnRecord = { readonly version: string; readonly modules: readonly Module[] };

/**
 * Whether a module that watches staff may be switched on with these pieces. `today`: date in UTC, `yyyy-mm-dd`.
 * Once notices are kept here, the one that is named is on record and is about this module.
 * Source: Code du travail L1222-4, L2312-38; GDPR art. 35; facts on law, 2.6 R-30.
 */
export function checkActivation(
  request: ActivationRequest,
  today: string,
  notices: readonly NoticeOnRecord[] = [],
):
  | { readonly ok: true; readonly complete: Complete }
  | {
      readonly ok: false;
      readonly code: Exclude<ActivationRefusal, "activation_in_force">;
      readonly missing: readonly ActivationPiece[];
    } {
  const missing = ACTIVATION_PIECES.filter((piece) => request[piece] === undefined);
  if (missing.length > 0) return { ok: false, code: "activation_incomplete", missing };
  const complete = request as Complete;
  if (complete.consultationDate > today) return { ok: false, code: "consultation_in_future", missing };
  const isKnown = ({ version, modules }: NoticeOnRecord) =>
    version === complete.noticeVersion && modules.includes(complete.module);
  if (notices.length > 0 && !notices.some(isKnown)) return { ok: false, code: "notice_unknown", missing };
  return { ok: true, complete };
}
