import type { ReactNode } from "react";
import { Badge } from "../../shared/Badge.tsx";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { ActBox } from "./ActBox.tsx";
import { CategoriesForm, DateForm, EvidenceForm, TextForm } from "./FactForms.tsx";
import { categoryName, dateName } from "./names.ts";
import { handles } from "./rules.ts";
import { useNames } from "./use-case.ts";
import type { CaseAnswer } from "./wire.ts";

/** What a case is about, what is alleged, what it rests on, and the days that the law counts from. */
export function FactsPart({ one, isOnPaper = false }: { readonly one: CaseAnswer; readonly isOnPaper?: boolean }) {
  const { t } = useWords();
  const session = useSession();
  const mayWrite = !isOnPaper && handles(one, session) && one.state !== "closed";
  const isRight = one.procedure === "rights_request";
  return (
    <div className="stack wide">
      {!isRight && <Categories one={one} mayWrite={mayWrite} />}
      <Dates one={one} mayWrite={mayWrite} />
      <Texts title={t("desk.cases.allegation")} lead={t("desk.cases.allegation.lead")} texts={one.allegations}>
        {mayWrite && (
          <ActBox label={t("desk.cases.allegation.write")} lead={t("desk.cases.shown-to-concerned")}>
            {(close) => <TextForm one={one} kind="allegation" onDone={close} />}
          </ActBox>
        )}
      </Texts>
      <Texts title={t("desk.cases.evidence")} lead={t("desk.cases.evidence.lead")} texts={one.evidence}>
        {mayWrite && (
          <ActBox label={t("desk.cases.evidence.write")} lead={t("desk.cases.shown-to-concerned")}>
            {(close) => <EvidenceForm one={one} onDone={close} />}
          </ActBox>
        )}
      </Texts>
      <Texts title={t("desk.cases.answers")} lead={t("desk.cases.answers.lead")} texts={one.answers} />
      {one.appeals.length > 0 && (
        <Texts title={t("desk.cases.appeals")} lead={t("desk.cases.appeals.lead")} texts={one.appeals} />
      )}
    </div>
  );
}

export function Block(props: { readonly title: string; readonly lead?: string; readonly children: ReactNode }) {
  return (
    <section className="block stack" aria-label={props.title}>
      <div>
        <h2>{props.title}</h2>
        {props.lead !== undefined && <p className="soft small">{props.lead}</p>}
      </div>
      {props.children}
    </section>
  );
}

function Categories({ one, mayWrite }: { readonly one: CaseAnswer; readonly mayWrite: boolean }) {
  const words = useWords();
  const { t } = words;
  const gravest = Math.max(...one.categories.map(({ gravity }) => gravity));
  const sorted = one.categories.toSorted((a, b) => Number(b.isPrimary) - Number(a.isPrimary) || b.gravity - a.gravity);
  const primary = one.categories.find(({ isPrimary }) => isPrimary);
  return (
    <Block title={t("desk.cases.categories")} lead={t("desk.cases.categories.lead")}>
      {sorted.length === 0 && <p className="soft">{t("desk.cases.categories.none")}</p>}
      <ul className="lines">
        {sorted.map(({ code, isPrimary }) => (
          <li key={code}>
            {categoryName(words, code)} {isPrimary && <Badge tone="accent">{t("desk.cases.primary")}</Badge>}
          </li>
        ))}
      </ul>
      {primary !== undefined && primary.gravity < gravest && (
        <p className="notice">{t("desk.cases.categories.graver")}</p>
      )}
      {mayWrite && one.state !== "approved" && (
        <ActBox label={t(sorted.length === 0 ? "desk.cases.categories.choose" : "desk.cases.categories.change")}>
          {(close) => <CategoriesForm one={one} onDone={close} />}
        </ActBox>
      )}
    </Block>
  );
}

function Dates({ one, mayWrite }: { readonly one: CaseAnswer; readonly mayWrite: boolean }) {
  const words = useWords();
  const { t } = words;
  return (
    <Block title={t("desk.cases.dates")} lead={t("desk.cases.dates.lead")}>
      {one.dates.length === 0 && <p className="soft">{t("desk.cases.dates.none")}</p>}
      <dl className="pairs wide-pairs">
        {one.dates.map(({ fact, on, source }) => (
          <div key={fact}>
            <dt>{dateName(words, fact)}</dt>
            <dd>
              <time dateTime={on}>{words.day(Date.parse(`${on}T12:00`))}</time>
              <span className="soft small">
                {t("desk.cases.date-source", { kind: source.kind })}
                {source.text !== null && `${t("desk.cases.colon")}${source.text}`}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {mayWrite && (
        <ActBox label={t("desk.cases.dates.enter")}>{(close) => <DateForm one={one} onDone={close} />}</ActBox>
      )}
    </Block>
  );
}

type Text = {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly text: string | null;
  readonly happenedAt?: string | null;
};

/** What was written, oldest first, by whom and when. */
export function Texts(props: {
  readonly title: string;
  readonly lead: string;
  readonly texts: readonly Text[];
  readonly children?: ReactNode;
}) {
  const words = useWords();
  const { t } = words;
  const nameOf = useNames();
  const when = (at: string): string => `${words.day(Date.parse(at))}, ${words.time(Date.parse(at))}`;
  return (
    <Block title={props.title} lead={props.lead}>
      {props.texts.length === 0 && <p className="soft">{t("desk.cases.text.none")}</p>}
      <ol className="told">
        {props.texts.map(({ id, at, by, text, happenedAt }) => (
          <li key={id}>
            <p className="soft small">
              {nameOf(by)} · <time dateTime={at}>{when(at)}</time>
              {happenedAt != null && ` · ${t("desk.cases.evidence.happened", { when: when(happenedAt) })}`}
            </p>
            {text === null ? (
              <p className="soft">{t("desk.cases.erased")}</p>
            ) : (
              <blockquote className="said">{text}</blockquote>
            )}
          </li>
        ))}
      </ol>
      {props.children}
    </Block>
  );
}
