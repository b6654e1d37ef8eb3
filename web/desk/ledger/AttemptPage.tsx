import { useParams } from "wouter";
import type { AttemptAnswer } from "../../../src/relay/wire.ts";
import { useRead } from "../../shared/api.ts";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Read } from "../../shared/States.tsx";
import { OutcomeBadge, useAttemptWords } from "../parts/attempts.tsx";
import { Facts, Section } from "../parts/Facts.tsx";
import { useWords } from "../words.ts";
import { Verify } from "./Verify.tsx";

export default function AttemptPage() {
  const { id } = useParams<{ id: string }>();
  const attempt = useRead<AttemptAnswer>(`/v1/attempts/${id}`);
  return <Read of={attempt}>{(shown) => <AttemptOf attempt={shown} />}</Read>;
}

function AttemptOf({ attempt }: { readonly attempt: AttemptAnswer }) {
  const words = useWords();
  const { t } = words;
  const attemptWords = useAttemptWords();
  const { id, at, leaf } = attempt;
  return (
    <div className="stack wide">
      <PageHeader
        title={attemptWords.what(attempt)}
        lead={`${words.day(Date.parse(at))}, ${words.timeWithSeconds(Date.parse(at))}`}
        beside={<OutcomeBadge attempt={attempt} />}
      />
      {attempt.code !== null && <p className="notice">{attemptWords.why(attempt)}</p>}
      <Facts
        facts={[
          [t("desk.attempts.staff"), attempt.staff ?? t("desk.attempts.nobody")],
          [t("desk.attempts.mission"), attempt.mission ?? "–", "mono"],
          [t("desk.attempts.id"), id, "mono"],
          [t("desk.ledger.log"), leaf.log],
          [t("desk.ledger.index"), leaf.index === null ? t("desk.attempts.not-placed") : words.number(leaf.index)],
          [t("desk.attempts.hash"), leaf.hash, "mono"],
        ]}
      />
      <Section title={t("desk.verify")} lead={t("desk.verify.lead")}>
        <Verify attempt={attempt} />
      </Section>
    </div>
  );
}
