import type { MissionRequest } from "../../../src/missions/wire.ts";
import { fromLocal, splitReferences } from "./rules.ts";

export const EMPTY_MISSION = {
  reference: "",
  purpose: "",
  opensAt: "",
  closesAt: "",
  staff: "",
  customerReference: "",
  displayName: "",
  phone: "",
  email: "",
  address: "",
  accessNotes: "",
  language: "fr",
  withoutSms: false,
};
export type NewMission = typeof EMPTY_MISSION;

const NEEDED = ["reference", "purpose", "customerReference", "displayName"] as const;

/** Fields that have to be filled in before anything is sent. An end before the start is one that is wrong. */
export function missingIn(values: NewMission): readonly (keyof NewMission)[] {
  const empty = NEEDED.filter((name) => values[name].trim() === "");
  const [from, to] = [fromLocal(values.opensAt), fromLocal(values.closesAt)];
  return [
    ...empty,
    ...(from === undefined ? (["opensAt"] as const) : []),
    ...(to === undefined || (from !== undefined && to <= from) ? (["closesAt"] as const) : []),
    ...(splitReferences(values.staff).length === 0 ? (["staff"] as const) : []),
  ];
}

/** The body of `POST /v1/missions`: what was left empty is left out. */
export function requestOf(values: NewMission): Partial<MissionRequest> {
  const { reference, purpose, language, withoutSms, customerReference } = values;
  const optional = (["phone", "email", "address", "accessNotes"] as const).filter((name) => values[name].trim() !== "");
  return {
    reference,
    purpose,
    opensAt: fromLocal(values.opensAt) ?? "",
    closesAt: fromLocal(values.closesAt) ?? "",
    ...(withoutSms && { channels: ["call"] }),
    customer: {
      reference: customerReference,
      displayName: values.displayName,
      language: language === "en" ? "en" : "fr",
      ...Object.fromEntries(optional.map((name) => [name, values[name]])),
    },
    staff: [...splitReferences(values.staff)],
  };
}
