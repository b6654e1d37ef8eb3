import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useApi } from "../../shared/api.ts";
import { Form, TextField } from "../../shared/Form.tsx";
import { Icon } from "../../shared/icons.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Preferences } from "../../shared/Preferences.tsx";
import { Empty, Read } from "../../shared/States.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { useForm } from "../../shared/use-form.ts";
import type { MyCase } from "../wire.ts";
import { useWords } from "../words.ts";
import { CaseText } from "./CaseText.tsx";

const CASE = ["companion"];

/**
 * The case, for whoever assists the person concerned. The token stands behind the sign of the address: no browser sends it, no
 * log has it; it is taken out of the address at once, and kept by this page only.
 */
export function CompanionPage() {
  const [token] = useState(() => location.hash.slice(1));
  useEffect(() => history.replaceState(history.state, "", location.pathname), []);
  return (
    <div className="staff">
      <main className="staff-main stack wide">{token === "" ? <NoToken /> : <AsCompanion token={token} />}</main>
    </div>
  );
}

function NoToken() {
  const { t } = useWords();
  return (
    <>
      <PageHeader title={t("staff.companion.page")} />
      <Empty title={t("staff.companion.no-link")}>{t("staff.companion.no-link.text")}</Empty>
    </>
  );
}

function AsCompanion({ token }: { readonly token: string }) {
  const { t } = useWords();
  const api = useApi();
  const read = useQuery({
    queryKey: CASE,
    queryFn: () => api.send<MyCase>("POST", "/v1/companion/case", { token }, { maySignIn: false, isRepeatable: true }),
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      <p className="notice with-icon no-print">
        <Icon name="people" size={18} />
        {t("staff.companion.page.lead")}
      </p>
      <Read of={read}>
        {(mine) => (
          <>
            <CaseText of={mine} />
            {mine.decision === null && <Answer token={token} />}
          </>
        )}
      </Read>
      <Preferences />
    </>
  );
}

function Answer({ token }: { readonly token: string }) {
  const { t } = useWords();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const form = useForm({
    initial: { text: "" },
    check: ({ text }) => ({ text: text.trim() === "" ? t("staff.case.text.missing") : undefined }),
    send: (body, key) => api.send("POST", "/v1/companion/answers", { ...body, token }, { key, maySignIn: false }),
    onDone: () => {
      toast(t("staff.case.answers.done"));
      form.reset();
      void queries.invalidateQueries({ queryKey: CASE });
    },
    notUnderstood: t("face.problem.field"),
  });
  return (
    <section className="card part stack no-print">
      <h2>{t("staff.companion.answer")}</h2>
      <p className="soft">{t("staff.companion.answer.lead")}</p>
      <Form form={form} submit={t("staff.case.answers.send")}>
        <TextField form={form} name="text" label={t("staff.case.text")} isLong maxLength={10_000} />
      </Form>
    </section>
  );
}
