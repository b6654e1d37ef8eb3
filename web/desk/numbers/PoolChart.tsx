import type { NumberList } from "../../../src/numbers/wire.ts";
import { Badge } from "../../shared/Badge.tsx";
import { useWords } from "../words.ts";
import { shortageOf, spansOf } from "./rules.ts";
import "./numbers.css";

const TONES = { now: "stop", "in-7-days": "stop", "in-30-days": "wait", none: "good" } as const;
const WIDTH = 320;
const ROW = 28;

/** What there is beside what will be needed, country by country. The drawing says nothing that its table does not. */
export default function PoolChart({ pool }: { readonly pool: NumberList["pool"] }) {
  const words = useWords();
  const { t } = words;
  return (
    <div className="pools">
      {pool.countries.map((one) => {
        const spans = spansOf(one);
        return (
          <figure key={one.country} className="card pool">
            <figcaption className="page-title">
              <h3>{one.country}</h3>
              <Badge tone={TONES[shortageOf(one)]}>{t(`desk.numbers.short.${shortageOf(one)}`)}</Badge>
            </figcaption>
            <svg viewBox={`0 0 ${WIDTH} ${spans.length * ROW}`} className="pool-drawing" aria-hidden="true">
              {spans.map(({ name, count, share }, n) => (
                <g key={name}>
                  <rect
                    className={`pool-bar ${name}`}
                    x={0}
                    y={n * ROW + 4}
                    width={Math.max(2, share * (WIDTH - 60))}
                    height={18}
                    rx={4}
                  />
                  <text className="pool-label" x={Math.max(2, share * (WIDTH - 60)) + 8} y={n * ROW + 18}>
                    {words.number(count)}
                  </text>
                </g>
              ))}
            </svg>
            <table className="table small">
              <caption className="visually-hidden">{t("desk.numbers.forecast.of", { country: one.country })}</caption>
              <tbody>
                {spans.map(({ name, count }) => (
                  <tr key={name}>
                    <th scope="row">
                      <svg className={`pool-key ${name}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
                        <rect width="12" height="12" rx="3" />
                      </svg>
                      {t(`desk.numbers.span.${name}`)}
                    </th>
                    <td className="figure">{words.number(count)}</td>
                  </tr>
                ))}
                <tr>
                  <th scope="row">{t("desk.numbers.pressure")}</th>
                  <td className="figure">{t("desk.percent", { share: Math.round(one.pressure * 100) })}</td>
                </tr>
              </tbody>
            </table>
            {one.forecast.isFloor && <p className="soft small">{t("desk.numbers.floor")}</p>}
          </figure>
        );
      })}
    </div>
  );
}
