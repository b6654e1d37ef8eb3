import { useRead } from "../../shared/api.ts";
import type { Page } from "../../shared/Table.tsx";
import { Read } from "../../shared/States.tsx";
import { useWords } from "../words.ts";
import { Block } from "./FactsPart.tsx";
import { HistoryLines } from "./HistoryPart.tsx";
import { changesSince, differencesOf } from "./rules.ts";
import type { CaseAnswer, HistoryItem } from "./wire.ts";

/** What was done on the case since a version was proposed, and in what the version differs from the one before. */
export function Changes(props: { readonly one: CaseAnswer; readonly proposal: CaseAnswer["proposals"][number] }) {
  const { one, proposal } = props;
  const { t } = useWords();
  const history = useRead<Page<HistoryItem>>(`/v1/cases/${one.id}/history`);
  const before = one.proposals.findLast(({ version, round }) => version < proposal.version && round === proposal.round);
  const differences = before === undefined ? [] : differencesOf(before, proposal);
  return (
    <Block title={t("desk.cases.changes")} lead={t("desk.cases.changes.lead")}>
      {before !== undefined && (
        <p>
          {differences.length === 0
            ? t("desk.cases.differences.none", { version: before.version })
            : t("desk.cases.differences", {
                version: before.version,
                list: differences.map((what) => t("desk.cases.difference", { what })).join(", "),
              })}
        </p>
      )}
      <Read of={history} rows={2}>
        {({ items }) => {
          const changes = changesSince(items, proposal.proposedAt);
          const answers = one.answers.filter(({ at }) => at > proposal.proposedAt);
          return (
            <>
              {changes.length === 0 && <p>{t("desk.cases.changes.none")}</p>}
              {changes.length > 0 && <HistoryLines items={changes} label={t("desk.cases.changes")} />}
              {answers.map(({ id, text }) => (
                <div key={id}>
                  <p className="label">{t("desk.cases.changes.answer")}</p>
                  <blockquote className="said">{text ?? t("desk.cases.erased")}</blockquote>
                </div>
              ))}
            </>
          );
        }}
      </Read>
    </Block>
  );
}
