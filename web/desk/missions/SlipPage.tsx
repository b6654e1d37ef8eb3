import { Link, useParams } from "wouter";
import type { MissionAnswer } from "../../../src/missions/wire.ts";
import { useApi, useRead } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Empty, Problem, Read } from "../../shared/States.tsx";
import { useState } from "react";
import { useAct } from "../parts/act.ts";
import { Facts } from "../parts/Facts.tsx";
import { QrCode } from "../sign-in/QrCode.tsx";
import { useWords } from "../words.ts";
import { useWindowText } from "./parts.tsx";
import "./missions.css";

/** `GET /v1/missions/{id}/visit-slip` */
type Slip = {
  readonly visitPage: string;
  readonly reportPage: string;
  readonly numberPage: string | null;
  readonly reportNumber: string | null;
};

/** Read when it is asked for, not when the page opens: each reading is an entry of the ledger. */
export default function SlipPage() {
  const { id } = useParams<{ id: string }>();
  const { t } = useWords();
  const api = useApi();
  const mission = useRead<MissionAnswer>(`/v1/missions/${id}`);
  const [slip, setSlip] = useState<Slip>();
  const read = useAct(async () => setSlip(await api.get<Slip>(`/v1/missions/${id}/visit-slip`)));
  return (
    <div className="stack wide">
      <PageHeader
        title={t("desk.missions.slip")}
        lead={<span className="no-print">{t("desk.missions.slip.lead")}</span>}
        actions={
          <>
            {slip === undefined ? (
              <Button look="primary" isUnavailable={read.isBusy} onClick={read.run}>
                {t("desk.missions.slip.show")}
              </Button>
            ) : (
              <Button look="primary" onClick={() => print()}>
                {t("desk.print")}
              </Button>
            )}
            <Link href={`/missions/${id}`} className="button">
              {t("desk.missions.back")}
            </Link>
          </>
        }
      />
      {read.problem && <Problem problem={read.problem} onRetry={read.run} />}
      {slip === undefined && read.problem === undefined && (
        <Empty icon="file" title={t("desk.missions.slip.hidden")}>
          {t("desk.missions.slip.hidden.text")}
        </Empty>
      )}
      {slip && <Read of={mission}>{(shown) => <SlipOf slip={slip} mission={shown} />}</Read>}
    </div>
  );
}

function SlipOf({ slip, mission }: { readonly slip: Slip; readonly mission: MissionAnswer }) {
  const { t } = useWords();
  const windowText = useWindowText();
  const number = mission.lines.find(({ customerDials }) => customerDials !== null)?.customerDials;
  return (
    <article className="card slip">
      <QrCode text={slip.visitPage} label={t("desk.missions.slip.qr")} />
      <div className="stack">
        <h2>{t("desk.missions.slip.title")}</h2>
        <p>{t("desk.missions.slip.text")}</p>
        <Facts
          facts={[
            [t("desk.missions.when"), windowText(mission)],
            [t("desk.missions.reference"), mission.reference],
            number != null && [t("desk.missions.slip.number"), number, "number"],
            [t("desk.missions.slip.page"), slip.visitPage],
            [t("desk.missions.slip.report"), slip.reportPage],
            slip.reportNumber !== null && [t("desk.missions.slip.report-number"), slip.reportNumber, "number"],
          ]}
        />
      </div>
    </article>
  );
}
