import { Link } from "wouter";
import { useRead } from "../../shared/api.ts";
import { Badge, type Tone } from "../../shared/Badge.tsx";
import { serverNow, useNow } from "../../shared/clock.ts";
import { Icon } from "../../shared/icons.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty, Read } from "../../shared/States.tsx";
import { MISSIONS, missionPath } from "../addresses.ts";
import { purposeText } from "../day/MissionCard.tsx";
import { WindowLine } from "../day/WindowLine.tsx";
import { asKnown } from "../forgetting.ts";
import { mayContact, type Phase, phaseOf } from "../window.ts";
import type { MissionList, MissionRead } from "../wire.ts";
import { useWords } from "../words.ts";
import { Call } from "./Call.tsx";
import { Door } from "./Door.tsx";
import { Thread } from "./Thread.tsx";

const LOOK_AGAIN_MS = 20_000;

/**
 * One mission while it lasts. Whose it is was recorded when it was read: it is read once, and what may change meanwhile
 * (cancelled, closed, cut) comes with the list. When it is over nothing of it is on the page any more.
 */
export function MissionPage({ id }: { readonly id: string }) {
  const read = useRead<MissionRead>(missionPath(id), {
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const list = useRead<MissionList>(MISSIONS, { refetchInterval: LOOK_AGAIN_MS });
  return (
    <div className="stack wide">
      <BackToDay />
      <Read of={read}>{(mission) => <Mission mission={asKnown(mission, list.data, serverNow())} />}</Read>
    </div>
  );
}

function BackToDay() {
  const { t } = useWords();
  return (
    <Link href="/" className="back-link">
      <Icon name="back" />
      {t("staff.day")}
    </Link>
  );
}

const TONES = {
  scheduled: "plain",
  open: "good",
  grace: "wait",
  closed: "plain",
  cancelled: "plain",
} as const satisfies Record<Phase["name"], Tone>;

function Mission({ mission }: { readonly mission: MissionRead }) {
  const words = useWords();
  const { t } = words;
  const phase = phaseOf(mission, useNow());
  const isContact = mayContact(phase);
  const [opensAt, closesAt] = [Date.parse(mission.opensAt), Date.parse(mission.closesAt)];
  return (
    <>
      <PageHeader
        title={(isContact && mission.customerName) || purposeText(words, mission.purpose)}
        beside={<Badge tone={TONES[phase.name]}>{t("staff.mission.status", { status: phase.name })}</Badge>}
        lead={`${purposeText(words, mission.purpose)} · ${mission.reference}`}
      />
      <section className="card window-card">
        <p className="window-times number">
          {words.when(opensAt, serverNow())} – {words.time(closesAt)}
        </p>
        <WindowLine phase={phase} />
      </section>
      {phase.name === "scheduled" && <Ahead mission={mission} opensAt={opensAt} />}
      {isContact && <Open mission={mission} phase={phase} />}
      {(phase.name === "closed" || phase.name === "cancelled") && <Over phase={phase.name} />}
      <p>
        <Link href={`/reports?mission=${mission.id}`}>{t("staff.mission.report")}</Link>
      </p>
    </>
  );
}

function Open({ mission, phase }: { readonly mission: MissionRead; readonly phase: Phase }) {
  const { t } = useWords();
  if (mission.isCut) {
    return (
      <section className="notice stack">
        <p>
          <b>{t("staff.mission.cut")}</b>
        </p>
        <p>{t("staff.mission.cut.text")}</p>
      </section>
    );
  }
  return (
    <div className="mission-parts">
      <div className="stack">
        {phase.name === "grace" && <p className="notice">{t("staff.mission.grace")}</p>}
        <Call mission={mission} />
        <Door mission={mission} />
      </div>
      <Thread mission={mission} />
    </div>
  );
}

function Ahead({ mission, opensAt }: { readonly mission: MissionRead; readonly opensAt: number }) {
  const words = useWords();
  const { t } = words;
  return (
    <div className="stack">
      <p>{t("staff.mission.ahead", { at: words.when(opensAt, serverNow()) })}</p>
      {!mission.isCut && <Door mission={mission} isAhead />}
    </div>
  );
}

function Over({ phase }: { readonly phase: "closed" | "cancelled" }) {
  const { t } = useWords();
  return (
    <Empty icon="shield" title={t("staff.mission.over", { phase })}>
      {t("staff.mission.over.text")}
    </Empty>
  );
}
