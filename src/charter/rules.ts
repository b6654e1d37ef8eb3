import type { ActivationPiece, ActivationRequest } from "./wire.ts";
import { ACTIVATION_PIECES } from "./wire.ts";

export type ActivationRefusal = "activation_incomplete" | "consultation_in_future" | "activation_in_force";

export type Complete = ActivationRequest & { readonly [piece in ActivationPiece]: string };

/**
 * Whether a module that watches staff may be switched on with these pieces. `today`: date in UTC, `yyyy-mm-dd`.
 * Source: Code du travail L1222-4, L2312-38; GDPR art. 35; facts on law, 2.6 R-30.
 */
export function checkActivation(
  request: ActivationRequest,
  today: string,
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
  return { ok: true, complete };
}
