import { Link, useParams } from "wouter";
import type { CharterAnswer } from "../../../src/charter/charters/wire.ts";
import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Read } from "../../shared/States.tsx";
import { Facts, Section } from "../parts/Facts.tsx";
import { useWords } from "../words.ts";
import { useCivilDay, useScaleWords } from "./parts.tsx";

export default function VersionPage() {
  const { version } = useParams<{ version: string }>();
  const charter = useRead<CharterAnswer>(`/v1/charters/${encodeURIComponent(version)}`);
  return <Read of={charter}>{(shown) => <Version charter={shown} />}</Read>;
}

function Version({ charter }: { readonly charter: CharterAnswer }) {
  const words = useWords();
  const { t, language } = words;
  const day = useCivilDay();
  const step = useScaleWords();
  const { version, exemption } = charter;
  return (
    <div className="stack wide">
      <PageHeader
        title={t("desk.charter.version.is", { version })}
        lead={charter.title}
        beside={charter.isInForce && <Badge tone="good">{t("desk.charter.in-force")}</Badge>}
        actions={
          <>
            <Button onClick={() => print()}>{t("desk.print")}</Button>
            {version > 0 && (
              <Link href={`/charter/compare?left=${version - 1}&right=${version}`} className="button">
                {t("desk.charter.compare.before")}
              </Link>
            )}
          </>
        }
      />
      {version === 0 ? (
        <p className="notice">{t("desk.charter.template.text")}</p>
      ) : (
        <Facts
          facts={[
            [t("desk.charter.in-force-from"), day(charter.inForceFrom)],
            [
              t("desk.charter.consulted"),
              exemption === null ? day(charter.consultedOn) : t("desk.charter.exemption.is", { why: exemption }),
            ],
            [t("desk.charter.deposited"), day(charter.depositedOn)],
            [t("desk.charter.recorded"), charter.recordedAt === null ? "–" : words.day(Date.parse(charter.recordedAt))],
          ]}
        />
      )}
      <Section title={t("desk.charter.text")}>
        <p className="reading-text" lang={language}>
          {charter.text[language]}
        </p>
      </Section>
      <Section title={t("desk.charter.scale")} lead={t("desk.charter.scale.lead")}>
        <ol className="consequences numbered">
          {charter.scale.map((one) => (
            <li key={`${one.code} ${one.regimes.join()}`}>{step(one)}</li>
          ))}
        </ol>
      </Section>
    </div>
  );
}
