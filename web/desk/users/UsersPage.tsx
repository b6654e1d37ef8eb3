import { useCallback } from "react";
import { Link } from "wouter";
import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { serverNow } from "../../shared/clock.ts";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty } from "../../shared/States.tsx";
import { FilterSelect, FilterText, Table } from "../../shared/Table.tsx";
import { type TableState, useTableState } from "../../shared/table-state.ts";
import { DUTIES } from "../duties.ts";
import { useLoaded } from "../parts/use-loaded.ts";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { type DeskUser, shownUsers, STATES, stateOf, TONES } from "./rules.ts";
import { UserActs } from "./UserActs.tsx";

const USUAL = { filters: { q: "", duty: "", state: "" }, sort: "person" } as const;

/** Who has an account. An admin changes them; an auditor reads. */
export default function UsersPage() {
  const words = useWords();
  const { t } = words;
  const session = useSession();
  const isAdmin = session.duty === "admin";
  const state = useTableState<"q" | "duty" | "state">(USUAL);
  const { filters, sort } = state;
  const shown = useCallback(
    (rows: readonly DeskUser[]) => shownUsers(rows, filters, sort, serverNow()),
    [filters, sort],
  );
  const users = useLoaded(useRead<{ readonly items: readonly DeskUser[] }>("/v1/desk-users"), state, shown);
  const invite = isAdmin && (
    <Link href="/users/invite" className="button primary">
      {t("desk.users.invite")}
    </Link>
  );
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.users")} lead={t("desk.users.lead")} actions={invite} />
      <Table
        caption={t("desk.users")}
        of={users}
        state={state}
        keyOf={({ id }) => id}
        empty={
          <Empty icon="people" title={t("desk.users.none")} action={invite}>
            {t("desk.users.none.text")}
          </Empty>
        }
        filters={<Filters state={state} />}
        columns={[
          { id: "person", title: t("desk.users.person"), sort: "person", cell: (one) => <Person user={one} /> },
          { id: "duty", title: t("desk.users.duty"), cell: ({ duty }) => t(`desk.duty.${duty}`) },
          { id: "depot", title: t("desk.users.depot"), cell: ({ depot }) => depot ?? "–" },
          { id: "state", title: t("desk.users.state"), cell: (one) => <State user={one} /> },
          {
            id: "created",
            title: t("desk.users.created"),
            sort: "created",
            cell: ({ createdAt }) => words.day(Date.parse(createdAt)),
          },
          ...(isAdmin
            ? [
                {
                  id: "acts",
                  title: t("desk.users.acts"),
                  cell: (one: DeskUser) => <UserActs user={one} isOwn={one.id === session.deskUser} />,
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}

function Person({ user: { personReference, displayName } }: { readonly user: DeskUser }) {
  return (
    <>
      <b>{personReference}</b>
      {displayName !== null && (
        <>
          <br />
          <bdi className="soft small">{displayName}</bdi>
        </>
      )}
    </>
  );
}

function State({ user }: { readonly user: DeskUser }) {
  const words = useWords();
  const { t } = words;
  const state = stateOf(user, serverNow());
  return (
    <>
      <Badge tone={TONES[state]}>{t("desk.users.state.is", { state })}</Badge>
      {state === "invited" && user.invitedUntil !== null && (
        <>
          <br />
          <span className="soft small">
            {t("desk.users.until", { when: words.when(Date.parse(user.invitedUntil), serverNow()) })}
          </span>
        </>
      )}
    </>
  );
}

function Filters({ state }: { readonly state: TableState<"q" | "duty" | "state"> }) {
  const { t } = useWords();
  const all = { value: "", label: t("desk.all") };
  const duties = DUTIES.map((duty) => ({ value: duty, label: t(`desk.duty.${duty}`) }));
  const states = STATES.map((one) => ({ value: one, label: t("desk.users.state.is", { state: one }) }));
  return (
    <>
      <FilterText state={state} name="q" label={t("desk.users.filter")} />
      <FilterSelect state={state} name="duty" label={t("desk.users.duty")} options={[all, ...duties]} />
      <FilterSelect state={state} name="state" label={t("desk.users.state")} options={[all, ...states]} />
    </>
  );
}
