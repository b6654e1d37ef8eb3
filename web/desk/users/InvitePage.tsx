import { useState } from "react";
import { useLocation } from "wouter";
import { useApi } from "../../shared/api.ts";
import { ChoiceField, Form, SelectField, TextField } from "../../shared/Form.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { type Form as FormOf, useForm } from "../../shared/use-form.ts";
import { DUTIES } from "../duties.ts";
import { useRefresh } from "../parts/act.ts";
import { useWords } from "../words.ts";
import { InvitationOnce } from "./InvitationOnce.tsx";
import type { Invitation } from "./rules.ts";
import "../parts/parts.css";

const EMPTY = { personReference: "", email: "", displayName: "", depot: "", duty: "", language: "fr" };

export default function InvitePage() {
  const { t } = useWords();
  const api = useApi();
  const refresh = useRefresh();
  const [, navigate] = useLocation();
  const [made, setMade] = useState<Invitation>();
  const form = useForm<typeof EMPTY, Invitation>({
    initial: EMPTY,
    check: ({ personReference, email, duty }) => ({
      personReference: personReference.trim() === "" ? t("desk.missing") : undefined,
      email: email.includes("@") ? undefined : t("desk.users.email.missing"),
      duty: duty === "" ? t("desk.users.duty.missing") : undefined,
    }),
    send: (values) =>
      api.send(
        "POST",
        "/v1/desk-users",
        Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== "")),
      ),
    onDone: (invitation) => {
      setMade(invitation);
      void refresh("/v1/desk-users");
    },
    notUnderstood: t("face.problem.field"),
  });
  if (made !== undefined) {
    return (
      <div className="stack wide form-page">
        <PageHeader title={t("desk.users.invited")} lead={t("desk.users.invited.lead")} />
        <InvitationOnce invitation={made} onDone={() => navigate("/users")} />
      </div>
    );
  }
  return (
    <div className="stack wide form-page">
      <PageHeader title={t("desk.users.invite")} lead={t("desk.users.invite.lead")} />
      <Form form={form} submit={t("desk.users.invite")}>
        <Fields form={form} />
      </Form>
    </div>
  );
}

function Fields({ form }: { readonly form: FormOf<typeof EMPTY> }) {
  const { t } = useWords();
  return (
    <>
      <div className="form-grid">
        <TextField
          form={form}
          name="personReference"
          label={t("desk.users.person")}
          hint={t("desk.users.person.hint")}
          isRequired
        />
        <TextField
          form={form}
          name="email"
          type="email"
          label={t("desk.users.email")}
          hint={t("desk.users.email.hint")}
          autoComplete="off"
          isRequired
        />
        <TextField
          form={form}
          name="displayName"
          label={t("desk.users.name")}
          hint={t("desk.users.name.hint")}
          autoComplete="off"
        />
        <TextField form={form} name="depot" label={t("desk.users.depot")} hint={t("desk.users.depot.hint")} />
        <SelectField
          form={form}
          name="language"
          label={t("desk.users.language")}
          options={(["fr", "en"] as const).map((language) => ({
            value: language,
            label: t("desk.language", { language }),
          }))}
        />
      </div>
      <ChoiceField
        form={form}
        name="duty"
        label={t("desk.users.duty")}
        hint={t("desk.users.duty.hint")}
        options={DUTIES.map((duty) => ({
          value: duty,
          label: t(`desk.duty.${duty}`),
          hint: t(`desk.users.duty.${duty}`),
        }))}
      />
    </>
  );
}
