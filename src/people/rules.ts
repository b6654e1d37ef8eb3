import { parsePhone } from "../base/phone.ts";
import type { Sealed } from "../base/sealed.ts";
import { seal } from "../base/sealed.ts";
import type { Regime, StaffRefusal, StaffRequest } from "./wire.ts";

/** Whose national spelling of a phone is understood. */
const DEFAULT_COUNTRY = "FR";

export type StaffInput = {
  readonly reference: string;
  readonly displayName: Sealed<string>;
  /** E.164. Undefined: the app is their only handset. */
  readonly phone: Sealed<string> | undefined;
  readonly regime: Regime;
  readonly language: "fr" | "en";
  readonly depot?: string | undefined;
  readonly manager?: string | undefined;
  readonly personnel?: string | undefined;
  readonly employer?: string | undefined;
};

export type ReadStaff =
  | { readonly ok: true; readonly input: StaffInput }
  | { readonly ok: false; readonly code: Extract<StaffRefusal, "phone_invalid"> };

/** What a request says about a staff member. Refuses `phone_invalid`. */
export function readStaff(reference: string, request: StaffRequest): ReadStaff {
  const { displayName, regime, language, depot, manager, personnel, employer } = request;
  const phone = request.phone === undefined ? undefined : parsePhone(request.phone, DEFAULT_COUNTRY);
  if (phone?.ok === false) return phone;
  const sealed = phone === undefined ? undefined : seal(phone.e164);
  const ties = { depot, manager, personnel, employer };
  return { ok: true, input: { reference, displayName: seal(displayName), phone: sealed, regime, language, ...ties } };
}
