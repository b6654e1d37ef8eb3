import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemIn, useApi } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Icon } from "../../shared/icons.tsx";
import type { Problem as ProblemOf } from "../../shared/retry.ts";
import { Problem } from "../../shared/States.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { MISSIONS, missionPath } from "../addresses.ts";
import type { Disclosed, MissionList, MissionRead, MyMission } from "../wire.ts";
import { useWords } from "../words.ts";

type Shown = "address" | "accessNotes";

/** Setting off, the address, and what opens the door once one is on the way. Each look is recorded, and says so before. */
export function Door({ mission, isAhead = false }: { readonly mission: MissionRead; readonly isAhead?: boolean }) {
  const { t } = useWords();
  const { hasAddress, hasAccessNotes, isOnMyWay } = mission;
  return (
    <section className="card part stack">
      <h2>{t("staff.door")}</h2>
      {!isAhead && <SetOff mission={mission} />}
      {!hasAddress && !hasAccessNotes && <p className="soft">{t("staff.door.none")}</p>}
      {isAhead && (hasAddress || hasAccessNotes) && <p className="soft">{t("staff.door.later")}</p>}
      {!isAhead && hasAddress && <Disclosure id={mission.id} what="address" />}
      {!isAhead && hasAccessNotes && isOnMyWay && <Disclosure id={mission.id} what="accessNotes" />}
      {!isAhead && hasAccessNotes && !isOnMyWay && <p className="soft small">{t("staff.door.after-setting-off")}</p>}
      {!isAhead && (hasAddress || hasAccessNotes) && (
        <p className="soft small with-icon">
          <Icon name="eye" size={16} />
          {t("staff.door.recorded")}
        </p>
      )}
    </section>
  );
}

function SetOff({ mission }: { readonly mission: MissionRead }) {
  const { t } = useWords();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const [problem, setProblem] = useState<ProblemOf>();
  const [isBusy, setBusy] = useState(false);
  if (mission.isOnMyWay) {
    return (
      <p className="with-icon good-text">
        <Icon name="check" size={18} />
        {t("staff.on-my-way.done")}
      </p>
    );
  }
  const setOff = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const now = await api.send<MyMission>("POST", `${missionPath(mission.id)}/on-my-way`, undefined, {
        isRepeatable: true,
      });
      queries.setQueryData<MissionRead>([missionPath(mission.id)], (read) => read && { ...read, ...now });
      queries.setQueryData<MissionList>(
        [MISSIONS],
        (list) => list && { ...list, items: list.items.map((one) => (one.id === now.id ? now : one)) },
      );
      toast(t("staff.on-my-way.done"));
    } catch (error) {
      setProblem(problemIn(error));
    }
    setBusy(false);
  };
  return (
    <div className="stack">
      <Button className="wide-button" isUnavailable={isBusy} onClick={() => void setOff()}>
        <Icon name="walk" />
        {isBusy ? t("face.busy") : t("staff.on-my-way")}
      </Button>
      {problem && <Problem problem={problem} />}
    </div>
  );
}

/** Held by this place on the page only: it goes with it. */
function Disclosure({ id, what }: { readonly id: string; readonly what: Shown }) {
  const { t } = useWords();
  const api = useApi();
  const [shown, setShown] = useState<string | null>();
  const [problem, setProblem] = useState<ProblemOf>();
  const [isBusy, setBusy] = useState(false);
  const show = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const disclosed = await api.send<Disclosed>("POST", `${missionPath(id)}/disclosures`, { what });
      setShown(disclosed[what] ?? null);
    } catch (error) {
      setProblem(problemIn(error));
    }
    setBusy(false);
  };
  if (shown !== undefined) {
    return (
      <div className="disclosed">
        <h3>{t("staff.door.what", { what })}</h3>
        <p className="disclosed-text" aria-live="polite">
          {shown ?? t("staff.door.none")}
        </p>
        <Button look="quiet" onClick={() => setShown(undefined)}>
          {t("staff.door.hide")}
        </Button>
      </div>
    );
  }
  return (
    <div className="stack">
      <Button className="wide-button" isUnavailable={isBusy} onClick={() => void show()}>
        <Icon name={what === "address" ? "pin" : "door"} />
        {isBusy ? t("face.busy") : t("staff.door.show", { what })}
      </Button>
      {problem && <Problem problem={problem} />}
    </div>
  );
}
