import type { MissionSummary } from "../../../src/missions/wire.ts";
import { useWords } from "../words.ts";
import { STATUSES } from "./rules.ts";
import "./missions.css";

const HEIGHT = 96;
const BAR = 24;
const GAP = 8;

/** Missions by the hour in which they open. The drawing says nothing that its table does not. */
export function HourChart({ summary }: { readonly summary: MissionSummary }) {
  const words = useWords();
  const { t } = words;
  const { hours, zone } = summary;
  const totals = hours.map((one) => STATUSES.reduce((sum, status) => sum + one[status], 0));
  const most = Math.max(1, ...totals);
  const [first, last] = [hours[0]?.hour ?? 0, hours.at(-1)?.hour ?? 0];
  const width = (last - first + 1) * (BAR + GAP);
  return (
    <figure className="card chart">
      <figcaption className="soft small">{t("desk.missions.hours", { zone })}</figcaption>
      <svg className="chart-drawing" viewBox={`0 0 ${width} ${HEIGHT + 24}`} width={width} aria-hidden="true">
        {hours.map((one, n) => {
          const height = Math.max(2, ((totals[n] ?? 0) / most) * HEIGHT);
          const x = (one.hour - first) * (BAR + GAP) + GAP / 2;
          return (
            <g key={one.hour}>
              <rect className="chart-bar" x={x} y={HEIGHT - height} width={BAR} height={height} rx={3} />
              <text className="chart-label" x={x + BAR / 2} y={HEIGHT + 18} textAnchor="middle">
                {one.hour}
              </text>
            </g>
          );
        })}
      </svg>
      <details>
        <summary>{t("desk.chart.as-table")}</summary>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("desk.missions.hour")}</th>
              {STATUSES.map((status) => (
                <th key={status} scope="col" className="figure">
                  {t("desk.missions.status", { status })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hours.map((one) => (
              <tr key={one.hour}>
                <th scope="row">{t("desk.missions.hour.of", { hour: one.hour })}</th>
                {STATUSES.map((status) => (
                  <td key={status} className="figure" data-title={t("desk.missions.status", { status })}>
                    {words.number(one[status])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
