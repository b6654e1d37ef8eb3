import type { Language, TextKey } from "../../base/text.ts";
import { sentence } from "../../base/text.ts";
import type { MyCase } from "./wire.ts";

/** Somebody's own file as they can print it: the same as the JSON, in sentences. */
export function plainTextOf(file: MyCase, language: Language): string {
  const say = (key: TextKey, values: Record<string, string | number> = {}) => sentence(language, key, values);
  const categories = file.categories.map((code) => say(`cases.category.${code.toLowerCase()}` as TextKey));
  const section = (title: TextKey, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", say(title), ...lines.map((line) => `- ${line}`)];
  const dated = (one: { readonly on: string; readonly text: string | null }) =>
    `${one.on} ${one.text ?? say("cases.file.erased")}`;
  const { decision } = file;
  return [
    say("cases.file.title", { id: file.id }),
    say("cases.file.opened", { on: file.openedOn }),
    say(`cases.state.${file.state}` as TextKey),
    ...section("cases.file.categories", categories),
    ...section("cases.file.allegation", file.allegation === null ? [] : [dated(file.allegation)]),
    ...section("cases.file.evidence", file.evidence.map(dated)),
    ...section("cases.file.reports", file.reportTexts),
    ...section("cases.file.answers", file.answers.map(dated)),
    ...section("cases.file.appeals", file.appeals.map(dated)),
    ...section(
      "cases.file.measures",
      file.measures.map(({ kind, fromOn, untilOn, reasons }) => {
        const name = say(`cases.measure.${kind}` as TextKey);
        return [fromOn, untilOn, name, reasons].filter((part) => part !== null).join(" · ");
      }),
    ),
    ...section(
      "cases.file.decision",
      decision === null
        ? []
        : [
            say(`cases.outcome.${decision.outcome}` as TextKey),
            ...(decision.statement === null ? [] : [decision.statement]),
          ],
    ),
    "",
  ].join("\n");
}
