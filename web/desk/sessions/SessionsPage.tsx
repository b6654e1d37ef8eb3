import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { problemIn, useApi, useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { serverNow } from "../../shared/clock.ts";
import { Confirm } from "../../shared/Confirm.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import type { Problem } from "../../shared/retry.ts";
import { Empty } from "../../shared/States.tsx";
import { FilterText, Table } from "../../shared/Table.tsx";
import { useTableState } from "../../shared/table-state.ts";
import { useToast } from "../../shared/Toasts.tsx";
import { useLoaded } from "../parts/use-loaded.ts";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";

type Session = {
  readonly id: string;
  readonly deskUser: string | null;
  readonly staff: string | null;
  readonly by: "invitation" | "totp" | "passkey" | "oidc" | "code";
  readonly isOwn: boolean;
  readonly beganAt: string;
  readonly seenAt: string;
};
const PATH = "/v1/sessions";
const USUAL = { filters: { q: "" }, sort: "" } as const;

/** Where one is signed in, and the way to end it. An admin sees everybody's. */
export default function SessionsPage() {
  const words = useWords();
  const { t } = words;
  const isAdmin = useSession().duty === "admin";
  const state = useTableState<"q">(USUAL);
  const sought = state.filters.q.trim().toLowerCase();
  const shown = useCallback(
    (rows: readonly Session[]) =>
      rows.filter(({ staff, deskUser }) => `${staff ?? ""} ${deskUser ?? ""}`.toLowerCase().includes(sought)),
    [sought],
  );
  const sessions = useLoaded(useRead<{ readonly items: readonly Session[] }>(PATH), state, shown);
  const [ended, setEnded] = useState<Session>();
  const when = (at: string): string => words.when(Date.parse(at), serverNow());
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.sessions")} lead={t("desk.sessions.lead")} />
      <Table
        caption={t("desk.sessions")}
        of={sessions}
        state={state}
        keyOf={({ id }) => id}
        empty={<Empty title={t("desk.sessions.none")} />}
        {...(isAdmin && { filters: <FilterText state={state} name="q" label={t("desk.sessions.filter")} /> })}
        columns={[
          { id: "who", title: t("desk.sessions.who"), cell: ({ deskUser, staff }) => staff ?? deskUser ?? "" },
          { id: "by", title: t("desk.sessions.by"), cell: ({ by }) => t("desk.sessions.way", { by }) },
          { id: "began", title: t("desk.sessions.began"), cell: ({ beganAt }) => when(beganAt) },
          { id: "seen", title: t("desk.sessions.seen"), cell: ({ seenAt }) => when(seenAt) },
          {
            id: "end",
            title: t("desk.sessions.end.column"),
            cell: (one) =>
              one.isOwn ? (
                <Badge tone="good">{t("desk.sessions.this")}</Badge>
              ) : (
                <Button onClick={() => setEnded(one)}>{t("desk.sessions.end")}</Button>
              ),
          },
        ]}
      />
      {ended && <EndSession session={ended} onClose={() => setEnded(undefined)} />}
    </div>
  );
}

function EndSession({ session, onClose }: { readonly session: Session; readonly onClose: () => void }) {
  const { t } = useWords();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const end = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.send("DELETE", `${PATH}/${session.id}`);
      await queries.invalidateQueries({ queryKey: [PATH] });
      toast(t("desk.sessions.ended"));
      onClose();
    } catch (error) {
      setProblem(problemIn(error));
      setBusy(false);
    }
  };
  return (
    <Confirm
      title={t("desk.sessions.end.title")}
      consequences={[t("desk.sessions.end.text")]}
      confirm={t("desk.sessions.end")}
      isBusy={isBusy}
      problem={problem}
      onConfirm={() => void end()}
      onClose={onClose}
    />
  );
}
