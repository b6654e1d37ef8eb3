import type { ReactNode } from "react";
import { Badge } from "../../shared/Badge.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import type { MyCase } from "../wire.ts";
import { type StaffKey, useWords } from "../words.ts";
import { dayOf } from "./dates.ts";

/** What the person concerned reads, and whoever assists them: nothing of who reported. */
export function CaseText({ of }: { readonly of: MyCase }) {
  const words = useWords();
  const { t } = words;
  return (
    <>
      <PageHeader
        title={t("staff.cases.of", { day: dayOf(words, of.openedOn) })}
        beside={
          <Badge tone={of.outcome === null ? "wait" : "plain"}>{t("staff.cases.state", { state: of.state })}</Badge>
        }
        lead={t("staff.case.lead")}
      />
      {of.decision && (
        <Part title={t("staff.case.decision")}>
          <p>
            <b>{t(`cases.outcome.${of.decision.outcome}`)}</b>
          </p>
          {of.decision.statement !== null && <p className="reading">{of.decision.statement}</p>}
        </Part>
      )}
      <Part title={t("staff.case.allegation")}>
        <p className="reading">{of.allegation?.text ?? t("staff.case.allegation.none")}</p>
        {of.categories.length > 0 && (
          <ul className="soft small">
            {of.categories.map((category) => (
              <li key={category}>{categoryText(words, category)}</li>
            ))}
          </ul>
        )}
      </Part>
      {(of.evidence.length > 0 || of.reportTexts.length > 0) && <Evidence of={of} />}
      {of.measures.length > 0 && <Measures of={of} />}
      <Said title={t("staff.case.answers.mine")} texts={of.answers} />
      <Said title={t("staff.case.appeal.mine")} texts={of.appeals} />
    </>
  );
}

function categoryText(words: ReturnType<typeof useWords>, category: string): string {
  const key = `cases.category.${category.toLowerCase()}`;
  return words.has(key) ? words.t(key) : category;
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="card part stack">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Evidence({ of }: { readonly of: MyCase }) {
  const words = useWords();
  const { t } = words;
  return (
    <Part title={t("staff.case.evidence")}>
      <ul className="stack">
        {of.evidence.map(({ text, happenedOn, happenedAt, on }) => (
          <li key={`${on} ${text}`}>
            <p className="reading">{text ?? t("staff.case.erased")}</p>
            {happenedOn !== null && (
              <p className="soft small">
                {dayOf(words, happenedOn)}
                {happenedAt !== null && `, ${words.time(Date.parse(happenedAt))}`}
              </p>
            )}
          </li>
        ))}
        {of.reportTexts.map((text) => (
          <li key={text}>
            <blockquote className="quoted">{text}</blockquote>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Measures({ of }: { readonly of: MyCase }) {
  const words = useWords();
  const { t } = words;
  return (
    <Part title={t("staff.case.measures")}>
      <ul className="stack">
        {of.measures.map((measure) => {
          const { kind, sanction, fromOn, untilOn, isInForce, reasons } = measure;
          const days = [fromOn, untilOn].flatMap((on) => (on === null ? [] : [dayOf(words, on)])).join(" – ");
          return (
            <li key={`${kind} ${sanction} ${fromOn}`}>
              <p>
                <b>{measureText(words, kind, sanction)}</b>{" "}
                {isInForce && <Badge tone="wait">{t("staff.case.measure.in-force")}</Badge>}
              </p>
              {days !== "" && <p className="soft small">{days}</p>}
              {reasons !== null && <p className="reading">{reasons}</p>}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}

function measureText(words: ReturnType<typeof useWords>, kind: string, sanction: string | null): string {
  if (sanction === null) return words.t("staff.case.measure", { kind });
  const key = `charter.sanction.${sanction}` as StaffKey;
  return words.has(key) ? words.t(key) : sanction;
}

function Said({ title, texts }: { readonly title: string; readonly texts: MyCase["answers"] }) {
  const words = useWords();
  if (texts.length === 0) return null;
  return (
    <Part title={title}>
      <ul className="stack">
        {texts.map(({ text, on, at }) => (
          <li key={at ?? on}>
            <p className="soft small">{dayOf(words, on)}</p>
            <p className="reading">{text ?? words.t("staff.case.erased")}</p>
          </li>
        ))}
      </ul>
    </Part>
  );
}
