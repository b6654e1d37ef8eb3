import { Link } from "wouter";
import type { LedgerHealth } from "../../../src/ledger/wire.ts";
import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { PlainTable } from "../../shared/PlainTable.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty, Read } from "../../shared/States.tsx";
import { useCivilDay } from "../charter/parts.tsx";
import { Facts, Section } from "../parts/Facts.tsx";
import { useWords } from "../words.ts";
import { ageOf, toneOfAge } from "./rules.ts";

type Log = LedgerHealth["items"][number];

/** How each log is: signed last when, seen by which witnesses, stamped on which day, and what waits. */
export default function LedgerPage() {
  const words = useWords();
  const { t } = words;
  const health = useRead<LedgerHealth>("/v1/ledger/health");
  return (
    <div className="stack wide">
      <PageHeader
        title={t("desk.ledger")}
        lead={t("desk.ledger.lead")}
        actions={
          <a href="/verifier" className="button" target="_blank" rel="noreferrer">
            {t("desk.ledger.verifier")}
          </a>
        }
      />
      <Read of={health}>
        {({ items, waiting, now }) => (
          <>
            <p className={waiting.oldestSeconds > WAIT_LIMIT_SECONDS ? "notice stop" : "soft"}>
              {t("desk.ledger.waiting", { count: waiting.entries, seconds: Math.round(waiting.oldestSeconds) })}
            </p>
            {items.length === 0 && <Empty icon="shield" title={t("desk.ledger.none")} />}
            {items.map((log) => (
              <LogHealth key={log.name} log={log} nowMs={Date.parse(now)} />
            ))}
          </>
        )}
      </Read>
    </div>
  );
}

/** Entries are placed within a second or so; past this something is stuck. */
const WAIT_LIMIT_SECONDS = 60;

function LogHealth({ log, nowMs }: { readonly log: Log; readonly nowMs: number }) {
  const words = useWords();
  const { t } = words;
  const day = useCivilDay();
  const age = useAge(nowMs);
  const { witnessed, witnesses, anchoredOn } = log;
  return (
    <Section
      title={log.name}
      actions={
        <Link href={`/ledger-entries?log=${log.name}`} className="button">
          {t("desk.ledger.read")}
        </Link>
      }
    >
      <span className="badges">
        {log.isRefused && <Badge tone="stop">{t("desk.ledger.refused")}</Badge>}
        {log.isClosed && <Badge>{t("desk.ledger.closed")}</Badge>}
        {log.current && <Badge tone="good">{t("desk.ledger.current")}</Badge>}
      </span>
      {log.isRefused && <p className="notice stop">{t("desk.ledger.refused.text")}</p>}
      <Facts
        facts={[
          [t("desk.ledger.size"), words.number(log.size)],
          log.minimum > 0 && [t("desk.ledger.minimum"), words.number(log.minimum)],
          [t("desk.ledger.checkpoint"), age(log.checkpointAt)],
          [
            t("desk.ledger.witnessed"),
            witnessed === null
              ? t("desk.ledger.not-witnessed")
              : t("desk.ledger.witnessed.is", { age: age(witnessed.at), size: words.number(witnessed.size) }),
          ],
          [t("desk.ledger.anchored"), anchoredOn === null ? t("desk.ledger.not-anchored") : day(anchoredOn)],
          [t("desk.ledger.origin"), log.origin, "mono"],
        ]}
      />
      {witnesses.length > 0 && <Witnesses witnesses={witnesses} nowMs={nowMs} />}
      {anchoredOn !== null && <Anchor log={log.name} on={anchoredOn} />}
    </Section>
  );
}

function useAge(nowMs: number): (at: string) => string {
  const { away, when } = useWords();
  return (at) => {
    const age = ageOf(nowMs - Date.parse(at));
    return age === undefined ? when(Date.parse(at), nowMs) : away(-age.count, age.unit);
  };
}

function Witnesses({ witnesses, nowMs }: { readonly witnesses: Log["witnesses"]; readonly nowMs: number }) {
  const words = useWords();
  const { t } = words;
  const age = useAge(nowMs);
  return (
    <PlainTable
      caption={t("desk.ledger.witnesses")}
      rows={witnesses}
      keyOf={({ name }) => name}
      columns={[
        { id: "witness", title: t("desk.ledger.witness"), cell: ({ name }) => name },
        {
          id: "cosigned",
          title: t("desk.ledger.cosigned"),
          cell: ({ cosignedAt }) => <Badge tone={toneOfAge(nowMs - Date.parse(cosignedAt))}>{age(cosignedAt)}</Badge>,
        },
        { id: "seen", title: t("desk.ledger.seen"), cell: ({ size }) => words.number(size) },
      ]}
    />
  );
}

/** What the authority stamped, and its answer: to be checked with OpenSSL. */
function Anchor({ log, on }: { readonly log: string; readonly on: string }) {
  const { t } = useWords();
  const day = useCivilDay();
  const path = `/log/${log}/anchor/${on}`;
  return (
    <p>
      <a href={`${path}.tsr`} download={`${log}-${on}.tsr`}>
        {t("desk.ledger.anchor.stamp", { day: day(on) })}
      </a>
      {" · "}
      <a href={`${path}.checkpoint`} download={`${log}-${on}.checkpoint`}>
        {t("desk.ledger.anchor.checkpoint")}
      </a>
    </p>
  );
}
