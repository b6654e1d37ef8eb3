import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemIn, useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Confirm } from "../../shared/Confirm.tsx";
import { Field } from "../../shared/Field.tsx";
import { Form, TextField } from "../../shared/Form.tsx";
import type { Problem } from "../../shared/retry.ts";
import { useToast } from "../../shared/Toasts.tsx";
import { useForm } from "../../shared/use-form.ts";
import type { MyCase } from "../wire.ts";
import { useWords } from "../words.ts";

type Props = { readonly of: MyCase; readonly path: string };

/** Who assists: each has a link of their own, shown once, and ended by whoever gave it. */
export function Companions({ of, path }: Props) {
  const { t } = useWords();
  const [link, setLink] = useState<string>();
  const [revoked, setRevoked] = useState<MyCase["companions"][number]>();
  const known = of.companions.filter(({ isRevoked }) => !isRevoked);
  return (
    <section className="card part stack no-print">
      <h2>{t("staff.companion")}</h2>
      <p className="soft">{t("staff.companion.lead")}</p>
      {known.map((companion) => (
        <div key={companion.id} className="device">
          <p className="row-title">{companion.name ?? t("staff.case.erased")}</p>
          <Button onClick={() => setRevoked(companion)}>{t("staff.companion.revoke")}</Button>
        </div>
      ))}
      {link === undefined ? (
        <NewCompanion path={path} onNamed={setLink} />
      ) : (
        <NewLink link={link} onDone={() => setLink(undefined)} />
      )}
      {revoked && <Revoke path={path} companion={revoked} onClose={() => setRevoked(undefined)} />}
    </section>
  );
}

function NewCompanion({ path, onNamed }: { readonly path: string; readonly onNamed: (link: string) => void }) {
  const { t } = useWords();
  const api = useApi();
  const queries = useQueryClient();
  const form = useForm({
    initial: { name: "" },
    check: ({ name }) => ({ name: name.trim() === "" ? t("staff.companion.name.missing") : undefined }),
    send: (body, key) => api.send<{ readonly token: string }>("POST", `${path}/companions`, body, { key }),
    onDone: ({ token }) => {
      // Behind the sign: a browser sends it to nobody.
      onNamed(`${location.origin}/staff/companion#${token}`);
      void queries.invalidateQueries({ queryKey: [path] });
    },
    notUnderstood: t("face.problem.field"),
  });
  return (
    <Form form={form} submit={t("staff.companion.add")}>
      <TextField
        form={form}
        name="name"
        label={t("staff.companion.name")}
        hint={t("staff.companion.name.hint")}
        maxLength={200}
      />
    </Form>
  );
}

function NewLink({ link, onDone }: { readonly link: string; readonly onDone: () => void }) {
  const { t } = useWords();
  const toast = useToast();
  const copy = (): void =>
    void navigator.clipboard.writeText(link).then(
      () => toast(t("staff.companion.copied")),
      () => undefined,
    );
  return (
    <div className="notice stack" role="status">
      <p>{t("staff.companion.link.text")}</p>
      <Field label={t("staff.companion.link")}>
        {(ids) => (
          <input {...ids} className="field mono" readOnly value={link} onFocus={({ target }) => target.select()} />
        )}
      </Field>
      <div className="buttons">
        <Button look="primary" onClick={copy}>
          {t("staff.companion.copy")}
        </Button>
        <Button onClick={onDone}>{t("staff.companion.kept")}</Button>
      </div>
    </div>
  );
}

function Revoke(props: {
  readonly path: string;
  readonly companion: MyCase["companions"][number];
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  const api = useApi();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const revoke = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.send("POST", `${props.path}/companions/${props.companion.id}/revoke`);
      await queries.invalidateQueries({ queryKey: [props.path] });
      props.onClose();
    } catch (error) {
      setProblem(problemIn(error));
      setBusy(false);
    }
  };
  return (
    <Confirm
      title={t("staff.companion.revoke.title", { name: props.companion.name ?? "" })}
      consequences={[t("staff.companion.revoke.text")]}
      confirm={t("staff.companion.revoke")}
      isBusy={isBusy}
      problem={problem}
      onConfirm={() => void revoke()}
      onClose={props.onClose}
    />
  );
}
