import type { ReportId } from "../base/ids.ts";
import { openSealed } from "../base/sealed.ts";
import type { ReportView } from "../reports/index.ts";
import { readReport } from "../reports/index.ts";
import type { Query } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { ReportInCase } from "./wire.ts";

type Words = ReportView["hours"];
const openWords = (words: Words) => (words === undefined ? null : openSealed(words));

/** A report as whoever works on its case reads it. The reading was recorded. No number of anybody is in it but in words. */
export async function reportAnswer(query: Query, vault: Vault, id: ReportId): Promise<ReportInCase | undefined> {
  const read = await readReport(query, vault, id);
  if (read === undefined) return undefined;
  const { filedAt, hours, details, messages, findings, concerned, what, ...plain } = read;
  return {
    ...plain,
    filedAt: filedAt.toISOString(),
    concerned: [...concerned],
    what: [...what],
    hours: openWords(hours),
    details: details.map(({ kind, at, text }) => ({ kind, at: at.toISOString(), text: openWords(text) })),
    messages: messages.map(({ sender, at, text, readAt }) => {
      return { sender, at: at.toISOString(), text: openWords(text), readAt: readAt?.toISOString() ?? null };
    }),
    findings: findings.map(({ attempt, at }) => ({ attempt, at: at.toISOString() })),
  };
}

/** What somebody told, in their own words: for a report that the DPO released. */
export async function releasedWords(query: Query, vault: Vault, id: ReportId): Promise<readonly string[]> {
  const read = await readReport(query, vault, id);
  const details = read?.details.filter(({ kind }) => kind === "text" || kind === "message") ?? [];
  return details.flatMap(({ text }) => (text === undefined ? [] : [openSealed(text)]));
}
