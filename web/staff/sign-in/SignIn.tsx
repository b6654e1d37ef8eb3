import { useState } from "react";
import { useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Form, TextField } from "../../shared/Form.tsx";
import { useForm } from "../../shared/use-form.ts";
import type { Me } from "../wire.ts";
import { useWords } from "../words.ts";

type Props = {
  readonly onSignedIn: (me: Me) => void;
  /** Over a page that stays. */
  readonly isAgain?: boolean;
  readonly reference?: string;
};

/** One's reference, then the code of six digits that the phone receives; whoever has no phone was handed one. */
export function SignIn({ onSignedIn, isAgain = false, reference = "" }: Props) {
  const [asked, setAsked] = useState<{ readonly reference: string; readonly isSent: boolean }>();
  if (asked === undefined) {
    return (
      <AskCode isAgain={isAgain} first={reference} onAsked={(of, isSent) => setAsked({ reference: of, isSent })} />
    );
  }
  return <EnterCode {...asked} onSignedIn={onSignedIn} onBack={() => setAsked(undefined)} />;
}

function AskCode(props: {
  readonly isAgain: boolean;
  readonly first: string;
  readonly onAsked: (reference: string, isSent: boolean) => void;
}) {
  const { t } = useWords();
  const api = useApi();
  const form = useForm({
    initial: { reference: props.first },
    check: ({ reference }) => ({
      reference: reference.trim() === "" ? t("staff.sign-in.reference.missing") : undefined,
    }),
    send: (body) => api.send("POST", "/v1/staff-sign-in/code", body, { maySignIn: false }),
    onDone: () => props.onAsked(form.values.reference.trim(), true),
    notUnderstood: t("face.problem.field"),
    isGuarded: false,
  });
  const haveCode = (): void => {
    if (form.values.reference.trim() !== "") props.onAsked(form.values.reference.trim(), false);
    else void form.submit();
  };
  return (
    <div className="stack wide">
      {!props.isAgain && (
        <>
          <h1>{t("staff.sign-in.title")}</h1>
          <p className="soft">{t("staff.sign-in.lead")}</p>
        </>
      )}
      <Form
        form={form}
        submit={t("staff.sign-in.send")}
        actions={
          <Button look="quiet" onClick={haveCode}>
            {t("staff.sign-in.have-code")}
          </Button>
        }
      >
        <TextField
          form={form}
          name="reference"
          label={t("staff.sign-in.reference")}
          hint={t("staff.sign-in.reference.hint")}
          autoComplete="username"
        />
      </Form>
    </div>
  );
}

function EnterCode(props: {
  readonly reference: string;
  readonly isSent: boolean;
  readonly onSignedIn: (me: Me) => void;
  readonly onBack: () => void;
}) {
  const { t } = useWords();
  const api = useApi();
  const { reference } = props;
  const form = useForm({
    initial: { code: "" },
    check: ({ code }) => ({
      code: /^\d{6}$/.test(code.replaceAll(" ", "")) ? undefined : t("staff.sign-in.code.form"),
    }),
    send: async ({ code }) => {
      const body = { reference, code: code.replaceAll(" ", "") };
      await api.send("POST", "/v1/staff-sign-in", body, { maySignIn: false });
      return api.get<Me>("/v1/staff/me", { maySignIn: false });
    },
    onDone: props.onSignedIn,
    notUnderstood: t("face.problem.field"),
    isGuarded: false,
  });
  return (
    <div className="stack wide">
      <h2>{t("staff.sign-in.enter")}</h2>
      {props.isSent && <p>{t("staff.sign-in.sent", { reference })}</p>}
      <Form
        form={form}
        submit={t("staff.sign-in.submit")}
        actions={
          <Button look="quiet" onClick={props.onBack}>
            {t("staff.sign-in.again")}
          </Button>
        }
      >
        <TextField
          form={form}
          name="code"
          label={t("staff.sign-in.code")}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
        />
      </Form>
    </div>
  );
}
