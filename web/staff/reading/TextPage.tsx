import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { problemIn, useApi } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { Icon } from "../../shared/icons.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import type { Problem as ProblemOf } from "../../shared/retry.ts";
import { Empty, Loading, Problem } from "../../shared/States.tsx";
import { ACKNOWLEDGEMENTS, NOTICES } from "../addresses.ts";
import { useWords } from "../words.ts";
import { useTexts } from "./to-read.ts";

type Kind = "charter" | "notice";

/** The charter or a notice, whole, with the button that confirms it below: one passes what one confirms. */
export function TextPage({ kind, version }: { readonly kind: Kind; readonly version: string }) {
  const words = useWords();
  const { t, language } = words;
  const { charters, acknowledged, notices } = useTexts();
  const error = charters.error ?? acknowledged.error ?? notices.error;
  if (error !== null) return <Problem problem={problemIn(error)} />;
  if (charters.data === undefined || acknowledged.data === undefined || notices.data === undefined) return <Loading />;
  const given = acknowledged.data.items.find((one) => String(one.version) === version)?.givenAt ?? null;
  const text =
    kind === "charter"
      ? charters.data.items.find((one) => String(one.version) === version)
      : notices.data.items.find((one) => one.version === version);
  if (text === undefined) return <Empty title={t("staff.nowhere.title")} />;
  const confirmedAt = "receivedAt" in text ? text.receivedAt : given;
  const isDue = kind === "notice" || ("isInForce" in text && text.isInForce);
  return (
    <div className="stack wide">
      <Link href="/reading" className="back-link">
        <Icon name="back" />
        {t("staff.reading")}
      </Link>
      <PageHeader
        title={text.title}
        lead={t(`staff.${kind}.version`, { version })}
        beside={confirmedAt !== null && <Badge tone="good">{t(`staff.${kind}.done`)}</Badge>}
      />
      <article className="reading">
        {text.text[language].split(/\n{2,}/).map((part) => (
          <p key={part}>{part}</p>
        ))}
      </article>
      {confirmedAt !== null && (
        <p className="soft">{t("staff.reading.confirmed", { day: words.day(Date.parse(confirmedAt)) })}</p>
      )}
      {confirmedAt === null && isDue && <Confirmation kind={kind} version={version} />}
    </div>
  );
}

function Confirmation({ kind, version }: { readonly kind: Kind; readonly version: string }) {
  const { t } = useWords();
  const api = useApi();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<ProblemOf>();
  const [isBusy, setBusy] = useState(false);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    try {
      if (kind === "charter") await api.send("POST", ACKNOWLEDGEMENTS, { version: Number(version) });
      else await api.send("POST", `${NOTICES}/${encodeURIComponent(version)}/receipts`, {});
      await queries.invalidateQueries({ queryKey: [kind === "charter" ? ACKNOWLEDGEMENTS : NOTICES] });
    } catch (error) {
      setProblem(problemIn(error));
      setBusy(false);
    }
  };
  return (
    <section className="card part stack">
      <p>{t(`staff.${kind}.confirm.text`)}</p>
      {problem && <Problem problem={problem} />}
      <Button look="primary" className="wide-button" isUnavailable={isBusy} onClick={() => void confirm()}>
        {isBusy ? t("face.busy") : t(`staff.${kind}.confirm`)}
      </Button>
    </section>
  );
}
