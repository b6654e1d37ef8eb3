import { useState } from "react";
import { Link, useParams } from "wouter";
import { useRead } from "../../shared/api.ts";
import { Badge } from "../../shared/Badge.tsx";
import { Button } from "../../shared/Button.tsx";
import { serverNow } from "../../shared/clock.ts";
import { Menu } from "../../shared/Menu.tsx";
import { PlainTable } from "../../shared/PlainTable.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Read } from "../../shared/States.tsx";
import { Facts, Section } from "../parts/Facts.tsx";
import { useWords } from "../words.ts";
import { MissionActDialog } from "./MissionActs.tsx";
import { MissionAttempts } from "./MissionAttempts.tsx";
import { StatusBadge, usePurposeName, useWindowText } from "./parts.tsx";
import { actsOf, type Mission, type MissionAct } from "./rules.ts";

export default function MissionPage() {
  const { id } = useParams<{ id: string }>();
  const mission = useRead<Mission>(`/v1/missions/${id}`);
  return <Read of={mission}>{(shown) => <MissionOf mission={shown} />}</Read>;
}

function MissionOf({ mission }: { readonly mission: Mission }) {
  const words = useWords();
  const { t } = words;
  const [act, setAct] = useState<MissionAct>();
  const windowText = useWindowText();
  const purposeName = usePurposeName();
  const when = (at: string): string => words.when(Date.parse(at), serverNow());
  return (
    <div className="stack wide">
      <PageHeader
        title={mission.reference}
        lead={windowText(mission)}
        beside={<StatusBadge status={mission.status} />}
        actions={<Acts mission={mission} onAct={setAct} />}
      />
      {mission.notices.map(({ code, detail }) => (
        <p key={code} className="notice">
          {detail}
        </p>
      ))}
      <Facts
        facts={[
          [t("desk.missions.customer"), mission.customer.reference],
          [t("desk.missions.purpose"), purposeName(mission.purpose)],
          [t("desk.missions.channels"), mission.channels.map((one) => t("desk.channel", { channel: one })).join(", ")],
          [t("desk.missions.grace"), t("desk.minutes", { count: mission.graceMinutes })],
          [
            t("desk.missions.on-my-way"),
            mission.onMyWayAt === null ? t("desk.missions.on-my-way.not") : when(mission.onMyWayAt),
          ],
          [t("desk.legal-basis"), mission.legalBasis, "mono"],
        ]}
      />
      <Section title={t("desk.missions.lines")} lead={t("desk.missions.lines.lead")}>
        <Lines mission={mission} />
      </Section>
      <Section title={t("desk.missions.attempts")} lead={t("desk.missions.attempts.lead")}>
        <MissionAttempts mission={mission.id} />
      </Section>
      {act && <MissionActDialog act={act} mission={mission} onClose={() => setAct(undefined)} />}
    </div>
  );
}

function Acts({ mission, onAct }: { readonly mission: Mission; readonly onAct: (act: MissionAct) => void }) {
  const { t } = useWords();
  const [first, ...others] = actsOf(mission);
  if (first === undefined) return null;
  return (
    <>
      <Button look="primary" onClick={() => onAct(first)}>
        {t(`desk.missions.act.${first}`)}
      </Button>
      {mission.status !== "closed" && (
        <Link href={`/missions/${mission.id}/slip`} className="button">
          {t("desk.missions.slip")}
        </Link>
      )}
      {others.length > 0 && (
        <Menu
          label={t("desk.missions.acts")}
          acts={others.map((id) => ({ id, label: t(`desk.missions.act.${id}`), onAct: () => onAct(id) }))}
        />
      )}
    </>
  );
}

function Lines({ mission }: { readonly mission: Mission }) {
  const { t } = useWords();
  const dials = (number: string | null, needsCode: boolean) =>
    number === null ? (
      <span className="soft">{t("desk.missions.line.closed")}</span>
    ) : (
      <span className="badges">
        <span className="number">{number}</span>
        {needsCode && <Badge tone="wait">{t("desk.missions.line.code-needed")}</Badge>}
      </span>
    );
  return (
    <PlainTable
      caption={t("desk.missions.lines")}
      rows={mission.lines}
      keyOf={({ staff }) => staff}
      columns={[
        { id: "staff", title: t("desk.missions.line.staff"), cell: ({ staff }) => staff },
        {
          id: "staff-dials",
          title: t("desk.missions.line.staff-dials"),
          cell: (line) => dials(line.staffDials, line.staffNeedsCode),
        },
        {
          id: "customer-dials",
          title: t("desk.missions.line.customer-dials"),
          cell: (line) => dials(line.customerDials, line.customerNeedsCode),
        },
        { id: "code", title: t("desk.missions.line.code"), cell: ({ code }) => <span className="mono">{code}</span> },
      ]}
    />
  );
}
