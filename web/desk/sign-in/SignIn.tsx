import { useState } from "react";
import { problemIn, useApi, useRead } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Form, TextField } from "../../shared/Form.tsx";
import type { Problem as ProblemOf } from "../../shared/retry.ts";
import { Problem } from "../../shared/States.tsx";
import { useForm } from "../../shared/use-form.ts";
import type { DeskSession } from "../duties.ts";
import { useWords } from "../words.ts";
import { hasPasskeys, signByPasskey } from "./passkey.ts";

type Factor = "totp" | "passkey";
type Props = {
  readonly onSignedIn: (session: DeskSession) => void;
  /** Over a page that stays: nothing may lead away from it. */
  readonly isAgain?: boolean;
};

/** Password, then the second factor; or the company's own sign-in, where there is one. */
export function SignIn({ onSignedIn, isAgain = false }: Props) {
  const [methods, setMethods] = useState<readonly Factor[]>();
  if (methods === undefined) return <FirstFactor isAgain={isAgain} onDone={setMethods} onSignedIn={onSignedIn} />;
  return <SecondFactor methods={methods} onSignedIn={onSignedIn} onAgain={() => setMethods(undefined)} />;
}

function FirstFactor(props: Required<Props> & { readonly onDone: (methods: readonly Factor[]) => void }) {
  const { t } = useWords();
  const api = useApi();
  const form = useForm({
    initial: { email: "", password: "" },
    check: ({ email, password }) => ({
      email: email.trim() === "" ? t("desk.sign-in.email.missing") : undefined,
      password: password === "" ? t("desk.sign-in.password.missing") : undefined,
    }),
    send: (body) =>
      api.send<{ readonly methods: readonly Factor[] }>("POST", "/v1/sign-in/password", body, { maySignIn: false }),
    onDone: ({ methods }) => props.onDone(methods),
    notUnderstood: t("face.problem.field"),
    isGuarded: false,
  });
  return (
    <div className="stack wide">
      {!props.isAgain && <h1>{t("desk.sign-in.title")}</h1>}
      <Provider isAgain={props.isAgain} onSignedIn={props.onSignedIn} />
      <Form form={form} submit={t("desk.sign-in.continue")}>
        <TextField form={form} name="email" type="email" label={t("desk.sign-in.email")} autoComplete="username" />
        <TextField
          form={form}
          name="password"
          type="password"
          label={t("desk.sign-in.password")}
          autoComplete="current-password"
        />
      </Form>
      {!props.isAgain && <p className="soft small">{t("desk.sign-in.no-account")}</p>}
    </div>
  );
}

function Provider({ isAgain, onSignedIn }: Required<Props>) {
  const { t } = useWords();
  const api = useApi();
  const ways = useRead<{ readonly ways: readonly string[] }>("/v1/sign-in");
  const [problem, setProblem] = useState<ProblemOf>();
  if (ways.data?.ways.includes("oidc") !== true) return null;
  const check = async (): Promise<void> => {
    try {
      onSignedIn(await api.get<DeskSession>("/v1/session", { maySignIn: false }));
    } catch (error) {
      setProblem(problemIn(error));
    }
  };
  return (
    <div className="stack">
      <a className="button" href="/v1/sign-in/oidc" {...(isAgain && { target: "_blank", rel: "noopener" })}>
        {t("desk.sign-in.provider")}
      </a>
      {isAgain && <Button onClick={() => void check()}>{t("desk.sign-in.provider.done")}</Button>}
      {problem && <Problem problem={problem} />}
      <p className="or soft small">{t("desk.sign-in.or")}</p>
    </div>
  );
}

function SecondFactor(props: {
  readonly methods: readonly Factor[];
  readonly onSignedIn: (session: DeskSession) => void;
  readonly onAgain: () => void;
}) {
  const { t } = useWords();
  const api = useApi();
  const form = useForm({
    initial: { code: "" },
    check: ({ code }) => ({ code: /^\d{6}$/.test(code.replaceAll(" ", "")) ? undefined : t("desk.sign-in.code.form") }),
    send: ({ code }) =>
      api.send<DeskSession>("POST", "/v1/sign-in/totp", { code: code.replaceAll(" ", "") }, { maySignIn: false }),
    onDone: props.onSignedIn,
    notUnderstood: t("face.problem.field"),
    isGuarded: false,
  });
  return (
    <div className="stack wide">
      <h2>{t("desk.sign-in.second")}</h2>
      {props.methods.includes("passkey") && hasPasskeys() && <ByPasskey onSignedIn={props.onSignedIn} />}
      {props.methods.includes("totp") && (
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
      )}
      <Button look="quiet" onClick={props.onAgain}>
        {t("desk.sign-in.again")}
      </Button>
    </div>
  );
}

function ByPasskey({ onSignedIn }: Pick<Props, "onSignedIn">) {
  const { t } = useWords();
  const api = useApi();
  const [problem, setProblem] = useState<ProblemOf>();
  const [isUnused, setUnused] = useState(false);
  const sign = async (): Promise<void> => {
    const send = <T,>(path: string, body?: unknown) => api.send<T>("POST", path, body, { maySignIn: false });
    try {
      const credential = await signByPasskey(await send("/v1/sign-in/passkey/options"));
      setUnused(credential === undefined);
      if (credential === undefined) return;
      onSignedIn(await send<DeskSession>("/v1/sign-in/passkey", { credential }));
    } catch (error) {
      setProblem(problemIn(error));
    }
  };
  return (
    <div className="stack">
      <Button look="primary" onClick={() => void sign()}>
        {t("desk.sign-in.passkey")}
      </Button>
      {isUnused && (
        <p className="notice" role="alert">
          {t("desk.sign-in.passkey.unused")}
        </p>
      )}
      {problem && <Problem problem={problem} />}
    </div>
  );
}
