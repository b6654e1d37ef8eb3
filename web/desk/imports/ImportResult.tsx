import { useState } from "react";
import type { ImportAnswer } from "../../../src/missions/wire.ts";
import { Button } from "../../shared/Button.tsx";
import { PlainTable } from "../../shared/PlainTable.tsx";
import { saveFile } from "../parts/save-file.ts";
import { useWords } from "../words.ts";
import { errorsAsCsv } from "./errors-csv.ts";
import { Preview } from "./Preview.tsx";

const SHOWN = 50;

/** What became of the rows: counts, what was not taken and why, and how the first ones were read. */
export function ImportResult({ answer }: { readonly answer: ImportAnswer }) {
  const words = useWords();
  const { t } = words;
  const lines = new Set(answer.rejected.map(({ line }) => line)).size + answer.rejectedNotListed;
  const figures = [
    ["accepted", answer.accepted],
    ["unchanged", answer.unchanged],
    ["changed", answer.changed],
    ["closed", answer.closed],
    ["cancelled", answer.cancelled],
    ["rejected", lines],
  ] as const;
  return (
    <>
      <ul className="figures">
        {figures.map(([what, count]) => (
          <li key={what} className="card">
            <b>{words.number(count)}</b>
            <span className="soft">{t("desk.imports.count", { what, count })}</span>
          </li>
        ))}
      </ul>
      {answer.rejected.length > 0 && <Rejected answer={answer} />}
      {answer.preview !== undefined && answer.preview.length > 0 && <Preview rows={answer.preview} />}
    </>
  );
}

function Rejected({ answer }: { readonly answer: ImportAnswer }) {
  const { t } = useWords();
  const [shown, setShown] = useState(SHOWN);
  const { rejected, rejectedNotListed } = answer;
  const titles = { line: t("desk.imports.line"), field: t("desk.imports.field"), message: t("desk.imports.message") };
  return (
    <section className="stack">
      <div className="section-head">
        <h3>{t("desk.imports.rejected")}</h3>
        <Button onClick={() => saveFile(t("desk.imports.errors.file"), "text/csv", errorsAsCsv(rejected, titles))}>
          {t("desk.imports.errors.save")}
        </Button>
        <p className="soft">{t("desk.imports.rejected.lead")}</p>
      </div>
      <PlainTable
        caption={t("desk.imports.rejected")}
        rows={rejected.slice(0, shown)}
        keyOf={({ line, field, code }) => `${line} ${field ?? ""} ${code}`}
        columns={[
          { id: "line", title: titles.line, cell: ({ line }) => t("desk.imports.line.of", { line }) },
          { id: "field", title: titles.field, cell: ({ field }) => field ?? t("desk.imports.whole-row") },
          { id: "message", title: titles.message, cell: ({ message }) => message },
        ]}
      />
      {rejected.length > shown && (
        <Button onClick={() => setShown(shown + SHOWN)}>
          {t("desk.imports.more", { count: rejected.length - shown })}
        </Button>
      )}
      {rejectedNotListed > 0 && <p className="soft">{t("desk.imports.not-listed", { count: rejectedNotListed })}</p>}
    </section>
  );
}
