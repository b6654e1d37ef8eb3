import { useEffect, useState } from "react";
import { problemIn, useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Form, TextField } from "../../shared/Form.tsx";
import type { Problem as ProblemOf } from "../../shared/retry.ts";
import { Problem } from "../../shared/States.tsx";
import { useForm } from "../../shared/use-form.ts";
import type { DeskSession } from "../duties.ts";
import { useWords } from "../words.ts";
import { hasPasskeys, makePasskey } from "./passkey.ts";
import { QrCode } from "./QrCode.tsx";

type Enrolment = {
  readonly totp: { readonly secret: string; readonly uri: string };
  readonly passkey: Readonly<Record<string, unknown>>;
};
type Props = { readonly onSignedIn: (session: DeskSession) => void };

/** `/desk/invitation#<invitation>`: behind the sign, so that it stands in nobody's log; taken out of the address at once. */
export default function AcceptInvitation({ onSignedIn }: Props) {
  const { t } = useWords();
  const [enrolment, setEnrolment] = useState<Enrolment>();
  useEffect(() => {
    document.title = `${t("desk.invitation.title")} · Paravent`;
  }, [t]);
  if (enrolment !== undefined) return <Enrol enrolment={enrolment} onSignedIn={onSignedIn} />;
  return <ChoosePassword onDone={setEnrolment} />;
}

function ChoosePassword({ onDone }: { readonly onDone: (enrolment: Enrolment) => void }) {
  const { t } = useWords();
  const api = useApi();
  const [invited] = useState(() => location.hash.slice(1));
  useEffect(() => history.replaceState(history.state, "", location.pathname), []);
  const form = useForm({
    initial: { invitation: invited, password: "" },
    check: ({ invitation, password }) => ({
      invitation: invitation.trim() === "" ? t("desk.invitation.missing") : undefined,
      password: password.length < 12 ? t("desk.invitation.password.short") : undefined,
    }),
    send: (body) => api.send<Enrolment>("POST", "/v1/sign-in/accept", body, { maySignIn: false }),
    onDone,
    notUnderstood: t("face.problem.field"),
    isGuarded: false,
  });
  return (
    <div className="stack wide">
      <h1>{t("desk.invitation.title")}</h1>
      <p className="soft">{t("desk.invitation.lead")}</p>
      <Form form={form} submit={t("desk.sign-in.continue")}>
        {invited === "" && (
          <TextField form={form} name="invitation" label={t("desk.invitation.code")} autoComplete="off" />
        )}
        <TextField
          form={form}
          name="password"
          type="password"
          label={t("desk.invitation.password")}
          hint={t("desk.invitation.password.hint")}
          autoComplete="new-password"
        />
      </Form>
    </div>
  );
}

function Enrol({ enrolment, onSignedIn }: Props & { readonly enrolment: Enrolment }) {
  const { t } = useWords();
  const api = useApi();
  const { secret, uri } = enrolment.totp;
  const form = useForm({
    initial: { code: "" },
    check: ({ code }) => ({ code: /^\d{6}$/.test(code.replaceAll(" ", "")) ? undefined : t("desk.sign-in.code.form") }),
    send: ({ code }) =>
      api.send<DeskSession>(
        "POST",
        "/v1/sign-in/accept/totp",
        { code: code.replaceAll(" ", "") },
        { maySignIn: false },
      ),
    onDone: onSignedIn,
    notUnderstood: t("face.problem.field"),
    isGuarded: false,
  });
  return (
    <div className="stack wide">
      <h1>{t("desk.invitation.second")}</h1>
      <p className="soft">{t("desk.invitation.second.lead")}</p>
      {hasPasskeys() && <NewPasskey options={enrolment.passkey} onSignedIn={onSignedIn} />}
      <section className="stack">
        <h2>{t("desk.invitation.totp")}</h2>
        <p>{t("desk.invitation.totp.scan")}</p>
        <QrCode text={uri} label={t("desk.invitation.totp.qr")} />
        <p className="small">
          {t("desk.invitation.totp.by-hand")} <b className="mono secret">{secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</b>
        </p>
        <Form form={form} submit={t("desk.sign-in.enter")}>
          <TextField
            form={form}
            name="code"
            label={t("desk.sign-in.code")}
            hint={t("desk.sign-in.code.hint")}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
          />
        </Form>
      </section>
    </div>
  );
}

function NewPasskey(props: Props & { readonly options: Readonly<Record<string, unknown>> }) {
  const { t } = useWords();
  const api = useApi();
  const [problem, setProblem] = useState<ProblemOf>();
  const [isUnused, setUnused] = useState(false);
  const make = async (): Promise<void> => {
    try {
      const credential = await makePasskey(props.options);
      setUnused(credential === undefined);
      if (credential === undefined) return;
      props.onSignedIn(
        await api.send<DeskSession>("POST", "/v1/sign-in/accept/passkey", { credential }, { maySignIn: false }),
      );
    } catch (error) {
      setProblem(problemIn(error));
    }
  };
  return (
    <section className="stack">
      <h2>{t("desk.invitation.passkey")}</h2>
      <p>{t("desk.invitation.passkey.text")}</p>
      <Button onClick={() => void make()}>{t("desk.invitation.passkey.make")}</Button>
      {isUnused && (
        <p className="notice" role="alert">
          {t("desk.sign-in.passkey.unused")}
        </p>
      )}
      {problem && <Problem problem={problem} />}
    </section>
  );
}
