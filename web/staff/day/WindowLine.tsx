import { leftOf, type Phase } from "../window.ts";
import { useWords } from "../words.ts";

/** "Closes in 40 min", with as much of a line as has passed. */
export function WindowLine({ phase }: { readonly phase: Phase }) {
  const { t } = useWords();
  if (phase.name === "closed" || phase.name === "cancelled") {
    return <span className="window small">{t("staff.window.over", { phase: phase.name })}</span>;
  }
  const left = leftOf(phase.leftMs);
  return (
    <span className={`window ${phase.name}`}>
      <span className="window-left">{t(`staff.window.${phase.name}`, left)}</span>
      {phase.name === "open" && (
        <svg className="window-line" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect className="rest" width="100" height="4" rx="2" />
          <rect className="passed" width={Math.min(100, phase.share * 100)} height="4" rx="2" />
        </svg>
      )}
    </span>
  );
}
