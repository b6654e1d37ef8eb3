import { useState } from "react";
import type { AttemptAnswer } from "../../../src/relay/wire.ts";
import { headlineOf, sentenceOf } from "../../../verifier/lib/sentences.mjs";
import { useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Field } from "../../shared/Field.tsx";
import { Problem } from "../../shared/States.tsx";
import { useAct } from "../parts/act.ts";
import { useWords } from "../words.ts";
import { type Verdict, verifyEntry } from "./verify-entry.ts";
import "./ledger.css";

/**
 * Checks here, in the browser, that an entry stands in the log: by the code of the stand-alone verifier. Whoever does not
 * believe this page takes the two files to a verifier of their own.
 */
export function Verify({ attempt }: { readonly attempt: AttemptAnswer }) {
  const { t } = useWords();
  const api = useApi();
  const [key, setKey] = useState("");
  const [verdict, setVerdict] = useState<Verdict>();
  const path = `/v1/attempts/${attempt.id}`;
  const verify = useAct(async () => {
    setVerdict(undefined);
    const [proof, leaf, served] = await Promise.all([
      api.get<Uint8Array>(`${path}/proof`, { isBytes: true }),
      api.get<Uint8Array>(`${path}/leaf`, { isBytes: true }),
      api.get<string>(`/log/${attempt.leaf.log}/vkey`),
    ]);
    setVerdict(await verifyEntry(proof, leaf, key.trim() === "" ? served : key));
  });
  return (
    <>
      <Field label={t("desk.verify.key")} hint={t("desk.verify.key.hint")}>
        {(ids) => (
          <textarea
            {...ids}
            className="field mono"
            rows={2}
            value={key}
            onChange={({ target }) => setKey(target.value)}
          />
        )}
      </Field>
      <div className="buttons">
        <Button look="primary" isUnavailable={verify.isBusy} onClick={verify.run}>
          {verify.isBusy ? t("face.busy") : t("desk.verify.here")}
        </Button>
        <a className="button" href={`${path}/proof`} download={`${attempt.id}.tlog-proof`}>
          {t("desk.verify.proof")}
        </a>
        <a className="button" href={`${path}/leaf`} download={`${attempt.id}.leaf`}>
          {t("desk.verify.leaf")}
        </a>
        <a href="/verifier" target="_blank" rel="noreferrer">
          {t("desk.ledger.verifier")}
        </a>
      </div>
      {verify.problem &&
        (verify.problem.status === 404 ? (
          <p className="notice" role="alert">
            {t("desk.verify.not-yet")}
          </p>
        ) : (
          <Problem problem={verify.problem} onRetry={verify.run} />
        ))}
      <div role="status">{verdict && <VerdictOf verdict={verdict} isOwnKey={key.trim() !== ""} />}</div>
    </>
  );
}

function VerdictOf({ verdict, isOwnKey }: { readonly verdict: Verdict; readonly isOwnKey: boolean }) {
  const { t, language } = useWords();
  const { outcome, conclusion, steps } = verdict;
  return (
    <div className={`card verdict ${outcome}`}>
      <h3>{headlineOf(outcome, language)}</h3>
      <p>{sentenceOf(conclusion.code, conclusion.values, language)}</p>
      {outcome === "verified" && !isOwnKey && <p className="notice">{t("desk.verify.served-key")}</p>}
      <ul className="verdict-steps small">
        {steps
          .filter(({ code }) => code !== conclusion.code)
          .map(({ status, code, values }) => (
            <li key={code} className={status}>
              <b>{t("desk.verify.step", { status })}</b> {sentenceOf(code, values, language)}
            </li>
          ))}
      </ul>
    </div>
  );
}
