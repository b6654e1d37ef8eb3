import type { Regime, StaffItem } from "../../../src/people/wire.ts";

export const REGIMES = ["employee-fr", "platform-fr", "contractor", "generic"] as const satisfies readonly Regime[];

export const EMPTY_STAFF = {
  reference: "",
  displayName: "",
  phone: "",
  regime: "",
  language: "fr",
  depot: "",
  personnel: "",
  manager: "",
  employer: "",
};
export type StaffValues = typeof EMPTY_STAFF;

/** What is known of them at the desk; the rest is in the vault and has to be said again. */
export function valuesOf({ reference, regime, language, depot }: StaffItem): StaffValues {
  return { ...EMPTY_STAFF, reference, regime, language, depot: depot ?? "" };
}

export function missingIn(values: StaffValues): readonly (keyof StaffValues)[] {
  return (["reference", "displayName", "regime"] as const).filter((name) => values[name].trim() === "");
}

/** The body of `PUT /v1/staff/{reference}`: what was left empty is left out. */
export function bodyOf({ reference: _reference, ...values }: StaffValues): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
}
