import type { CharterAnswer, CharterRequest } from "../../../src/charter/charters/wire.ts";

type Step = CharterRequest["scale"][number];
export type Sanction = Step["code"];
export type Regime = Step["regimes"][number];

/** Mildest first. Whom each may be for, as the law has it: nobody dismisses a contractor. */
export const SANCTIONS = [
  "reminder",
  "warning",
  "blame",
  "suspension_without_pay",
  "dismissal",
  "permanent_exclusion",
] as const satisfies readonly Sanction[];
export const REGIMES = ["employee-fr", "platform-fr", "contractor", "generic"] as const satisfies readonly Regime[];
const ONLY_FOR: { readonly [sanction in Sanction]?: readonly Regime[] } = {
  dismissal: ["employee-fr"],
  permanent_exclusion: ["platform-fr", "contractor", "generic"],
};
export const regimesFor = (sanction: Sanction): readonly Regime[] => ONLY_FOR[sanction] ?? REGIMES;

export type CharterValues = {
  readonly title: string;
  readonly french: string;
  readonly english: string;
  /** `"warning employee-fr"`: this sanction for this regime. */
  readonly scale: readonly string[];
  readonly maxDays: string;
  readonly inForceFrom: string;
  readonly exemption: string;
  readonly consultedOn: string;
  readonly depositedOn: string;
};

/** What a new version begins from: the newest one, or the template of the house. */
export function valuesOf({ title, text, scale }: CharterAnswer): CharterValues {
  return {
    title,
    french: text.fr,
    english: text.en,
    scale: scale.flatMap(({ code, regimes }) => regimes.map((regime) => `${code} ${regime}`)),
    maxDays: String(scale.find(({ maxDays }) => maxDays !== undefined)?.maxDays ?? 5),
    inForceFrom: "",
    exemption: "",
    consultedOn: "",
    depositedOn: "",
  };
}

export function missingIn(values: CharterValues): readonly (keyof CharterValues)[] {
  const needed = ["title", "french", "english", "inForceFrom"] as const;
  const isExempt = values.exemption !== "";
  const pieces = isExempt ? [] : (["consultedOn", "depositedOn"] as const);
  return [
    ...[...needed, ...pieces].filter((name) => values[name].trim() === ""),
    ...(values.scale.length === 0 ? (["scale"] as const) : []),
  ];
}

export function requestOf(values: CharterValues): CharterRequest {
  const { title, french, english, scale, maxDays, inForceFrom, exemption, consultedOn, depositedOn } = values;
  const steps = SANCTIONS.map((code): Step => {
    const regimes = regimesFor(code).filter((regime) => scale.includes(`${code} ${regime}`));
    return { code, regimes, ...(code === "suspension_without_pay" && { maxDays: Number(maxDays) }) };
  });
  return {
    title,
    text: { fr: french, en: english },
    scale: steps.filter(({ regimes }) => regimes.length > 0),
    inForceFrom,
    ...(exemption === "under_50_employees" || exemption === "no_employees"
      ? { exemption }
      : { consultedOn, depositedOn }),
  };
}
