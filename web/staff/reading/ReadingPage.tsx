import type { ReactNode } from "react";
import { Link } from "wouter";
import { Badge } from "../../shared/Badge.tsx";
import { Icon } from "../../shared/icons.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Read } from "../../shared/States.tsx";
import type { Acknowledgement, Charter, Items, Lesson, Notice } from "../wire.ts";
import { useWords } from "../words.ts";
import { charterToKnow } from "./charter-to-know.ts";
import { useTexts } from "./to-read.ts";

/** What one is held to and told of, and short lessons from what happened to people. */
export function ReadingPage() {
  const { t } = useWords();
  const { charters, acknowledged, notices, lessons } = useTexts();
  return (
    <div className="stack wide">
      <PageHeader title={t("staff.reading")} lead={t("staff.reading.lead")} />
      <Read of={charters}>
        {(all) => <Read of={acknowledged}>{(given) => <CharterLink charters={all} acknowledged={given} />}</Read>}
      </Read>
      <Read of={notices}>{(all) => <Notices notices={all} />}</Read>
      <Read of={lessons}>{(all) => <Lessons lessons={all} />}</Read>
    </div>
  );
}

function Item(props: { readonly href: string; readonly title: string; readonly badge: ReactNode }) {
  return (
    <Link href={props.href} className="card row-link">
      <span className="row-title">{props.title}</span>
      {props.badge}
      <span className="go">
        <Icon name="back" />
      </span>
    </Link>
  );
}

function Done({ isDone, done, open }: { readonly isDone: boolean; readonly done: string; readonly open: string }) {
  return isDone ? <Badge tone="good">{done}</Badge> : <Badge tone="wait">{open}</Badge>;
}

function CharterLink(props: { readonly charters: Items<Charter>; readonly acknowledged: Items<Acknowledgement> }) {
  const { t } = useWords();
  const known = charterToKnow(props.charters.items, props.acknowledged.items);
  return (
    <section className="stack">
      <h2>{t("staff.charter")}</h2>
      {known === undefined ? (
        <p className="soft">{t("staff.charter.none")}</p>
      ) : (
        <Item
          href={`/reading/charter/${known.charter.version}`}
          title={known.charter.title}
          badge={
            <Done isDone={known.givenAt !== undefined} done={t("staff.charter.done")} open={t("staff.reading.todo")} />
          }
        />
      )}
    </section>
  );
}

function Notices({ notices }: { readonly notices: Items<Notice> }) {
  const { t } = useWords();
  return (
    <section className="stack">
      <h2>{t("staff.notices")}</h2>
      <p className="soft">{notices.items.length === 0 ? t("staff.notices.none") : t("staff.notices.lead")}</p>
      {notices.items.map(({ version, title, receivedAt }) => (
        <Item
          key={version}
          href={`/reading/notices/${encodeURIComponent(version)}`}
          title={title}
          badge={<Done isDone={receivedAt !== null} done={t("staff.notices.done")} open={t("staff.reading.todo")} />}
        />
      ))}
    </section>
  );
}

function Lessons({ lessons }: { readonly lessons: Items<Lesson> }) {
  const { t } = useWords();
  return (
    <section className="stack">
      <h2>{t("staff.lessons")}</h2>
      <p className="soft">{t("staff.lessons.lead")}</p>
      {lessons.items.map(({ id, title, isDone }) => (
        <Item
          key={id}
          href={`/reading/lessons/${id}`}
          title={title}
          badge={isDone === true ? <Badge tone="good">{t("staff.lessons.done")}</Badge> : null}
        />
      ))}
    </section>
  );
}
