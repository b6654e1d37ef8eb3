import type { Language } from "../../base/text.ts";
import type { Finding } from "../../screening/index.ts";
import { reasonOf } from "../../screening/index.ts";

/** Findings as their writer reads them. */
export function tellFindings(findings: readonly Finding[], language: Language) {
  return findings.map((finding) => {
    const { class: found, rule, start, end } = finding;
    return { class: found, rule, start, end, reason: reasonOf(finding, language) };
  });
}
