import { Icon } from "../../shared/icons.tsx";
import { displayNumber } from "../window.ts";
import type { MyMission } from "../wire.ts";
import { useWords } from "../words.ts";

/** A call by the phone itself, to the masked number: nobody's own is shown to either. */
export function Call({ mission }: { readonly mission: MyMission }) {
  const { t } = useWords();
  const { staffDials, needsCode, code, channels } = mission;
  if (staffDials === null || !channels.includes("call")) {
    return <p className="soft">{t("staff.call.none")}</p>;
  }
  return (
    <section className="stack">
      <a className="button primary wide-button" href={`tel:${staffDials}`}>
        <Icon name="call" />
        {t("staff.call")}
      </a>
      <p className="soft small">{t("staff.call.masked", { number: displayNumber(staffDials) })}</p>
      {needsCode && code !== null && (
        <p className="notice">
          {t("staff.call.code")} <b className="mono code">{code.replace(/(.{4})/, "$1 ")}</b>
        </p>
      )}
    </section>
  );
}
