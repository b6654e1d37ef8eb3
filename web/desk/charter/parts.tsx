import type { CharterAnswer } from "../../../src/charter/charters/wire.ts";
import { useWords } from "../words.ts";

/** A civil day in words; a dash where there is none. Noon, so that no zone makes it the day before. */
export function useCivilDay(): (day: string | null) => string {
  const words = useWords();
  return (day) => (day === null ? "–" : words.day(Date.parse(`${day}T12:00`)));
}

/** The scale of sanctions, mildest first, one sentence each. */
export function useScaleWords(): (step: CharterAnswer["scale"][number]) => string {
  const { t, has } = useWords();
  return ({ code, regimes, maxDays }) => {
    const key = `charter.sanction.${code}`;
    const name = has(key) ? t(key) : code;
    const whom = regimes.map((regime) => t(`desk.staff.regime.is.${regime}`)).join(", ");
    return maxDays === undefined
      ? t("desk.charter.step", { name, whom })
      : t("desk.charter.step.days", { name, whom, count: maxDays });
  };
}
