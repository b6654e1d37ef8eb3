import type { Language, TextKey } from "../base/text.ts";
import { sentence } from "../base/text.ts";
import type { Finding } from "./screened.ts";

/** The rule of a finding in plain words. */
export function reasonOf({ class: found, rule }: Pick<Finding, "class" | "rule">, language: Language): string {
  const seen = sentence(language, `screening.class.${found}`, {});
  return sentence(language, `screening.rule.${rule}` as TextKey, { seen });
}
