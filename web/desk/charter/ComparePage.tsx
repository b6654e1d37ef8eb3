import { useLocation, useSearch } from "wouter";
import type { CharterAnswer } from "../../../src/charter/charters/wire.ts";
import { useRead } from "../../shared/api.ts";
import { Field } from "../../shared/Field.tsx";
import { PageHeader } from "../../shared/PageHeader.tsx";
import { Read } from "../../shared/States.tsx";
import { Section } from "../parts/Facts.tsx";
import { useWords } from "../words.ts";
import { compareParts, type Row } from "./compare.ts";
import { useScaleWords } from "./parts.tsx";
import "./charter.css";

type Charters = { readonly items: readonly CharterAnswer[] };

/** Two versions, part beside part. */
export default function ComparePage() {
  const { t } = useWords();
  const charters = useRead<Charters>("/v1/charters");
  return (
    <div className="stack wide">
      <PageHeader title={t("desk.charter.compare")} lead={t("desk.charter.compare.lead")} />
      <Read of={charters}>{({ items }) => <Compare charters={items} />}</Read>
    </div>
  );
}

function Compare({ charters }: { readonly charters: readonly CharterAnswer[] }) {
  const { t, language } = useWords();
  const step = useScaleWords();
  const asked = new URLSearchParams(useSearch());
  const [, navigate] = useLocation();
  const versionOf = (side: "left" | "right", usual: number): CharterAnswer | undefined =>
    charters.find(({ version }) => String(version) === asked.get(side)) ?? charters.at(usual);
  const left = versionOf("left", 1) ?? charters[0];
  const right = versionOf("right", 0);
  if (left === undefined || right === undefined) return null;
  const choose = (side: "left" | "right", version: string): void => {
    const next = new URLSearchParams({ left: String(left.version), right: String(right.version), [side]: version });
    navigate(`/charter/compare?${next.toString()}`, { replace: true });
  };
  const texts = compareParts(left.text[language].split(/\n{2,}/), right.text[language].split(/\n{2,}/));
  const scales = compareParts(left.scale.map(step), right.scale.map(step));
  const sides = [
    ["left", left],
    ["right", right],
  ] as const;
  return (
    <>
      <div className="form-grid">
        {sides.map(([side, shown]) => (
          <Field key={side} label={t(`desk.charter.compare.${side}`)}>
            {(ids) => (
              <select
                {...ids}
                className="field"
                value={String(shown.version)}
                onChange={({ target }) => choose(side, target.value)}
              >
                {charters.map(({ version, title }) => (
                  <option key={version} value={String(version)}>
                    {t("desk.charter.version.is", { version })} · {title}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ))}
      </div>
      <Section title={t("desk.charter.text")}>
        <Rows rows={texts} />
      </Section>
      <Section title={t("desk.charter.scale")}>
        <Rows rows={scales} />
      </Section>
    </>
  );
}

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useWords();
  if (rows.every(({ kind }) => kind === "same")) return <p className="soft">{t("desk.charter.compare.same")}</p>;
  return (
    <div className="compare">
      {rows.map(({ kind, left, right }, n) => (
        // Rows have no name of their own, and are never moved.
        <div key={`${n} ${kind}`} className={`compare-row ${kind}`}>
          {kind !== "same" && <p className="compare-mark">{t("desk.charter.compare.kind", { kind })}</p>}
          <div className="compare-side">{left !== undefined && (kind === "same" ? left : <del>{left}</del>)}</div>
          <div className="compare-side">{right !== undefined && (kind === "same" ? right : <ins>{right}</ins>)}</div>
        </div>
      ))}
    </div>
  );
}
