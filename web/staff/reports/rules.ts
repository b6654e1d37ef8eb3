export type ReportDraft = {
  readonly about: string;
  readonly mission: string;
  readonly colleague: string;
  readonly text: string;
  readonly when: string;
  readonly danger: boolean;
  readonly wish: string;
};

/**
 * What is sent of a draft: only what was said. A mission makes it about whoever is visited there; a colleague is named by
 * reference, or is one of those assigned and not known which.
 */
export function reportOf({ about, mission, colleague, text, when, danger, wish }: ReportDraft): object {
  const staff = colleague.trim() === "" ? "unsure" : [colleague.trim()];
  return {
    ...(mission !== "" && { mission }),
    ...(about === "colleague" && { staff }),
    ...(text.trim() !== "" && { text: text.trim() }),
    ...(when.trim() !== "" && { when: when.trim() }),
    ...(danger && { danger, what: ["danger"] }),
    wish,
  };
}
