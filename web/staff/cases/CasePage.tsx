import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { problemIn, useApi, useRead } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Form, TextField } from "../../shared/Form.tsx";
import { Icon } from "../../shared/icons.tsx";
import type { Problem as ProblemOf } from "../../shared/retry.ts";
import { Problem, Read } from "../../shared/States.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { useForm } from "../../shared/use-form.ts";
import { MY_CASES } from "../addresses.ts";
import type { MyCase } from "../wire.ts";
import { useWords } from "../words.ts";
import { CaseText } from "./CaseText.tsx";
import { Companions } from "./Companions.tsx";

/** A case about oneself: what is alleged, what one says, who assists, how it ended, one's own file. */
export function CasePage({ id }: { readonly id: string }) {
  const { t } = useWords();
  const path = `${MY_CASES}/${encodeURIComponent(id)}`;
  // Each reading is an entry of the ledger: not again because somebody looked away.
  const read = useRead<MyCase>(path, { refetchOnWindowFocus: false, staleTime: 5 * 60_000 });
  return (
    <div className="stack wide">
      <Link href="/me" className="back-link no-print">
        <Icon name="back" />
        {t("staff.me")}
      </Link>
      <Read of={read}>
        {(mine) => (
          <>
            <CaseText of={mine} />
            {mine.decision === null && <Speak path={path} what="answers" />}
            {mine.mayAppealUntil !== null && <Speak path={path} what="appeal" until={mine.mayAppealUntil} />}
            <Companions of={mine} path={path} />
            <Export path={path} />
          </>
        )}
      </Read>
    </div>
  );
}

function Speak(props: { readonly path: string; readonly what: "answers" | "appeal"; readonly until?: string }) {
  const words = useWords();
  const { t } = words;
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const { path, what, until } = props;
  const form = useForm({
    initial: { text: "" },
    check: ({ text }) => ({ text: text.trim() === "" ? t("staff.case.text.missing") : undefined }),
    send: (body, key) => api.send("POST", `${path}/${what}`, body, { key }),
    onDone: () => {
      toast(t(`staff.case.${what}.done`));
      form.reset();
      void queries.invalidateQueries({ queryKey: [path] });
    },
    notUnderstood: t("face.problem.field"),
  });
  return (
    <section className="card part stack no-print">
      <h2>{t(`staff.case.${what}`)}</h2>
      <p className="soft">
        {t(`staff.case.${what}.lead`)}
        {until !== undefined && ` ${t("staff.case.appeal.until", { day: words.day(Date.parse(until)) })}`}
      </p>
      <Form form={form} submit={t(`staff.case.${what}.send`)}>
        <TextField form={form} name="text" label={t("staff.case.text")} isLong maxLength={10_000} />
      </Form>
    </section>
  );
}

/** One's own file, made on this device from what the server answers: a link to it would stand in the history. */
function Export({ path }: { readonly path: string }) {
  const { t } = useWords();
  const api = useApi();
  const [problem, setProblem] = useState<ProblemOf>();
  const take = async (kind: "text" | "json"): Promise<void> => {
    setProblem(undefined);
    try {
      const file = await api.get<{ readonly json: object; readonly text: string }>(`${path}/export`);
      const content = kind === "text" ? file.text : JSON.stringify(file.json, null, 2);
      save(content, kind === "text" ? "paravent.txt" : "paravent.json");
    } catch (error) {
      setProblem(problemIn(error));
    }
  };
  return (
    <section className="stack no-print">
      <h2>{t("staff.case.file")}</h2>
      <p className="soft">{t("staff.case.file.lead")}</p>
      <div className="buttons">
        <Button onClick={() => void take("text")}>{t("staff.case.file.text")}</Button>
        <Button onClick={() => void take("json")}>{t("staff.case.file.json")}</Button>
        <Button onClick={() => window.print()}>{t("staff.case.file.print")}</Button>
      </div>
      {problem && <Problem problem={problem} />}
    </section>
  );
}

function save(content: string, name: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
