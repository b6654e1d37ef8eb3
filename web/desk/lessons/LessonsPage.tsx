import { serverNow } from "../../shared/clock.ts";
import { useRead } from "../../shared/api.ts";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { type Page, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { Section } from "../parts/Facts.tsx";
import { useWords } from "../words.ts";

type Lesson = {
  readonly id: string;
  readonly title: string;
  readonly case: string;
  readonly why: string;
  readonly do: string;
};
type Done = { readonly staff: string; readonly lesson: string; readonly doneAt: string };
const USUAL = { filters: {}, sort: "" } as const;

/** Who has been through which lesson: done, and nothing else. There is no score. */
export default function LessonsPage() {
  const words = useWords();
  const { t } = words;
  const state = useTableState(USUAL);
  const lessons = useRead<{ readonly items: readonly Lesson[] }>("/v1/lessons").data?.items ?? [];
  const after = state.after === undefined ? "" : `&after=${state.after}`;
  const done = useRead<Page<Done>>(`/v1/lessons-done?limit=50${after}`);
  const titleOf = (id: string): string => lessons.find((lesson) => lesson.id === id)?.title ?? id;
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.lessons")} lead={t("desk.lessons.lead")} />
      <Table
        caption={t("desk.lessons")}
        of={done}
        state={state}
        keyOf={({ staff, lesson }) => `${staff} ${lesson}`}
        empty={
          <Empty icon="book" title={t("desk.lessons.none")}>
            {t("desk.lessons.none.text")}
          </Empty>
        }
        columns={[
          { id: "staff", title: t("desk.staff.reference"), cell: ({ staff }) => staff },
          { id: "lesson", title: t("desk.lessons.lesson"), cell: ({ lesson }) => titleOf(lesson) },
          {
            id: "at",
            title: t("desk.acknowledged.at"),
            cell: ({ doneAt }) => words.when(Date.parse(doneAt), serverNow()),
          },
        ]}
      />
      <Section title={t("desk.lessons.what")}>
        {lessons.map((lesson) => (
          <details key={lesson.id} className="card lesson">
            <summary>{lesson.title}</summary>
            <div className="stack">
              {[lesson.case, lesson.why, lesson.do].map((part) => (
                <p key={part} className="reading-text">
                  {part}
                </p>
              ))}
            </div>
          </details>
        ))}
      </Section>
    </div>
  );
}
