import { useLocation } from "wouter";
import type { NoticeAnswer } from "../../../src/charter/notices/wire.ts";
import { useApi } from "../../shared/api.ts";
import { CheckField, Form, TextField } from "../../shared/Form.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { useForm } from "../../shared/use-form.ts";
import { useRefresh } from "../parts/act.ts";
import { useWords } from "../words.ts";

const EMPTY = { version: "", title: "", french: "", english: "", screening: true, alerts: false };

export default function NewNoticePage() {
  const { t } = useWords();
  const api = useApi();
  const toast = useToast();
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  const form = useForm<typeof EMPTY, NoticeAnswer>({
    initial: EMPTY,
    check: ({ screening, alerts, ...texts }) => ({
      ...Object.fromEntries(
        Object.entries(texts).flatMap(([name, text]) => (text.trim() === "" ? [[name, t("desk.missing")]] : [])),
      ),
      ...(!screening && !alerts && { screening: t("desk.notices.modules.missing") }),
    }),
    send: ({ version, title, french, english, screening, alerts }) =>
      api.send("POST", "/v1/notices", {
        version,
        title,
        text: { fr: french, en: english },
        modules: [...(screening ? ["screening"] : []), ...(alerts ? ["cut-attempt-alerts"] : [])],
      }),
    onDone: ({ version }) => {
      void refresh("/v1/notices");
      toast(t("desk.notices.made", { version }));
      navigate(`/notices/${version}`, { replace: true });
    },
    notUnderstood: t("face.problem.field"),
  });
  return (
    <div className="stack wide form-page">
      <PageHeader title={t("desk.notices.new")} lead={t("desk.notices.new.lead")} />
      <p className="notice">{t("desk.notices.new.final")}</p>
      <Form form={form} submit={t("desk.notices.make")}>
        <TextField
          form={form}
          name="version"
          label={t("desk.notices.version")}
          hint={t("desk.notices.version.hint")}
          isRequired
        />
        <TextField form={form} name="title" label={t("desk.notices.title")} isRequired />
        <TextField form={form} name="french" label={t("desk.charter.french")} isLong isRequired />
        <TextField form={form} name="english" label={t("desk.charter.english")} isLong isRequired />
        <CheckField
          form={form}
          name="screening"
          label={t("desk.module.is.screening")}
          hint={t("desk.module.screening")}
        />
        <CheckField
          form={form}
          name="alerts"
          label={t("desk.module.is.cut-attempt-alerts")}
          hint={t("desk.module.alerts")}
        />
      </Form>
    </div>
  );
}
