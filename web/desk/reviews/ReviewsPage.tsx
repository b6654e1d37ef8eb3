import { useState } from "react";
import { Link } from "wouter";
import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { Dialog } from "../../shared/Dialog.tsx";
import { Due } from "../../shared/Due.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { type Column, FilterSelect, type Page, Table } from "../../shared/Table.tsx";
import { type TableState, useTableState } from "../../shared/table-state.ts";
import { shortId } from "../cases/names.ts";
import { ReviewForm } from "../cases/MeasureForms.tsx";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import "../cases/cases.css";

type Review = {
  readonly staff: string;
  readonly case: string | null;
  readonly cutAt: string;
  readonly dueAt: string;
  readonly isOverdue: boolean;
  readonly wasKept: boolean;
};
const USUAL = { filters: { state: "" }, sort: "" } as const;

/** Pair cuts that a human has to look at within 72 hours; the oldest first. */
export default function ReviewsPage() {
  const { t } = useWords();
  const state = useTableState<"state">(USUAL);
  const read = useRead<Page<Review>>("/v1/reviews?limit=1000");
  const [decided, setDecided] = useState<Review>();
  const wanted = ({ isOverdue, wasKept }: Review): boolean =>
    state.filters.state === "overdue" ? isOverdue : state.filters.state === "again" ? wasKept : true;
  const shown = { ...read, data: read.data && { ...read.data, items: read.data.items.filter(wanted) } };
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.reviews")} lead={t("desk.reviews.lead")} />
      <Table
        caption={t("desk.reviews")}
        of={shown as typeof read}
        state={state}
        keyOf={({ staff, case: about, cutAt }) => `${staff} ${about} ${cutAt}`}
        empty={
          <Empty icon="shield" title={t("desk.reviews.empty")}>
            {t("desk.reviews.empty.text")}
          </Empty>
        }
        filters={<Filters state={state} />}
        columns={useColumns(setDecided)}
      />
      {decided?.case != null && (
        <Dialog title={t("desk.reviews.decide.of", { staff: decided.staff })} onClose={() => setDecided(undefined)}>
          <div className="stack">
            <p className="soft small">{t("desk.reviews.decide.lead")}</p>
            <ReviewForm caseId={decided.case} staff={[decided.staff]} onDone={() => setDecided(undefined)} />
          </div>
        </Dialog>
      )}
    </div>
  );
}

/** What a row says. */
function useColumns(onDecide: (review: Review) => void): readonly Column<Review>[] {
  const words = useWords();
  const { t } = words;
  const { duty } = useSession();
  return [
    { id: "staff", title: t("desk.reviews.staff"), cell: ({ staff }) => staff },
    {
      id: "due",
      title: t("desk.reviews.due"),
      cell: ({ dueAt, wasKept }) => (
        <>
          <Due due={dueAt} /> {wasKept && <Badge>{t("desk.reviews.kept-before")}</Badge>}
        </>
      ),
    },
    {
      id: "cut",
      title: t("desk.reviews.cut"),
      cell: ({ cutAt }) => `${words.day(Date.parse(cutAt))}, ${words.time(Date.parse(cutAt))}`,
    },
    {
      id: "case",
      title: t("desk.reviews.case"),
      cell: ({ case: about }) =>
        about === null ? (
          <span className="soft">{t("desk.reviews.no-case")}</span>
        ) : (
          <Link href={`/cases/${about}`} className="mono number">
            {shortId(about)}
          </Link>
        ),
    },
    ...(duty === "handler"
      ? [
          {
            id: "act",
            title: t("desk.reviews.act"),
            cell: (review: Review) =>
              review.case !== null && (
                <Button
                  onClick={() => onDecide(review)}
                  aria-label={t("desk.reviews.decide.of", { staff: review.staff })}
                >
                  {t("desk.reviews.decide")}
                </Button>
              ),
          },
        ]
      : []),
  ];
}

function Filters({ state }: { readonly state: TableState<"state"> }) {
  const { t } = useWords();
  return (
    <FilterSelect
      state={state}
      name="state"
      label={t("desk.reviews.filter")}
      options={[
        { value: "", label: t("desk.reviews.all") },
        { value: "overdue", label: t("desk.reviews.overdue") },
        { value: "again", label: t("desk.reviews.again") },
      ]}
    />
  );
}
