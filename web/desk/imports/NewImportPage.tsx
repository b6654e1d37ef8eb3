import { useState } from "react";
import { Link } from "wouter";
import type { ImportAnswer } from "../../../src/missions/wire.ts";
import { Button } from "../../shared/Button.tsx";
import { Field } from "../../shared/Field.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Problem } from "../../shared/States.tsx";
import { useLeaveGuard } from "../../shared/Routing.tsx";
import { Section } from "../parts/Facts.tsx";
import { useWords } from "../words.ts";
import { ConfirmImport } from "./ConfirmImport.tsx";
import { HowToRead, startReading } from "./HowToRead.tsx";
import { ImportProgress } from "./ImportProgress.tsx";
import { ImportResult } from "./ImportResult.tsx";
import type { Reading } from "./reading.ts";
import { useImport } from "./use-import.ts";
import "./imports.css";

/** Choose a file, say how to read it, try it, and only then take it in. */
export default function NewImportPage() {
  const { t } = useWords();
  const [file, setFile] = useState<File>();
  const [reading, setReading] = useState<Reading>();
  const [tried, setTried] = useState<ImportAnswer>();
  const [done, setDone] = useState<ImportAnswer>();
  const [isAsked, setAsked] = useState(false);
  const run = useImport();
  useLeaveGuard(run.isBusy);

  const choose = async (chosen: File | undefined): Promise<void> => {
    setFile(chosen);
    setTried(undefined);
    setDone(undefined);
    setReading(chosen && (await startReading(chosen)));
  };
  const change = (next: Reading): void => (setReading(next), setTried(undefined));
  const take = async (taken: File, mapping: string): Promise<void> => {
    const answer = await run.start(taken, mapping, false);
    setAsked(false);
    setDone(answer);
  };
  if (done !== undefined) return <Done answer={done} onAgain={() => void choose(undefined)} />;
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.imports.new")} lead={t("desk.imports.new.lead")} />
      <Section title={t("desk.imports.step.file")}>
        <ChooseFile onChoose={(chosen) => void choose(chosen)} />
      </Section>
      {file && reading && (
        <HowToRead
          reading={reading}
          file={file}
          onChange={change}
          onTry={(mapping) => void run.start(file, mapping, true).then(setTried)}
          isBusy={run.isBusy}
        />
      )}
      {run.isBusy && <ImportProgress isTrial={!isAsked} rows={run.total} />}
      {run.problem && <Problem problem={run.problem} />}
      {tried && !run.isBusy && <Tried answer={tried} onTake={() => setAsked(true)} />}
      {isAsked && file && tried && reading && !run.isBusy && (
        <ConfirmImport
          tried={tried}
          onClose={() => setAsked(false)}
          onConfirm={() => void take(file, reading.mapping)}
        />
      )}
    </div>
  );
}

function Done({ answer, onAgain }: { readonly answer: ImportAnswer; readonly onAgain: () => void }) {
  const { t } = useWords();
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.imports.done")} lead={t("desk.imports.done.lead", { count: answer.accepted })} />
      <ImportResult answer={answer} />
      <div className="buttons">
        <Link href="/missions" className="button primary">
          {t("desk.imports.to-missions")}
        </Link>
        <Button onClick={onAgain}>{t("desk.imports.again")}</Button>
      </div>
    </div>
  );
}

function ChooseFile(props: { readonly onChoose: (file: File | undefined) => void }) {
  const { t } = useWords();
  return (
    <Field label={t("desk.imports.file")} hint={t("desk.imports.file.hint")}>
      {(ids) => (
        <input
          {...ids}
          type="file"
          className="field file-field"
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          onChange={({ target }) => props.onChoose(target.files?.[0])}
        />
      )}
    </Field>
  );
}

/** What would come of it, and the way to take it in. */
function Tried({ answer, onTake }: { readonly answer: ImportAnswer; readonly onTake: () => void }) {
  const { t } = useWords();
  return (
    <Section title={t("desk.imports.step.result")} lead={t("desk.imports.trial")}>
      <ImportResult answer={answer} />
      {answer.accepted > 0 ? (
        <Button look="primary" onClick={onTake}>
          {t("desk.imports.take", { count: answer.accepted })}
        </Button>
      ) : (
        <p className="notice">{t("desk.imports.nothing")}</p>
      )}
    </Section>
  );
}
