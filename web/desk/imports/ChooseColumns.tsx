import { Field } from "../../shared/Field.tsx";
import { usePurposeOptions } from "../missions/parts.tsx";
import { useWords } from "../words.ts";
import { type Chosen, type Field as FieldName, FIELDS, NEEDED } from "./mapping.ts";
import type { Reading } from "./reading.ts";
import { SEPARATORS } from "./table-file.ts";

/** Which column of the file is what, with the first rows below so that one sees whether it fits. */
export function ChooseColumns(props: {
  readonly reading: Reading;
  readonly missing: readonly FieldName[];
  readonly onChange: (chosen: Chosen) => void;
}) {
  const { t } = useWords();
  const { reading, missing, onChange } = props;
  const { start, chosen } = reading;
  const titles = [...new Set((start?.columns ?? []).filter((title) => title !== ""))];
  const sample = (title: string): string => start?.rows[0]?.[start.columns.indexOf(title)] ?? "";
  return (
    <>
      <Spelling chosen={chosen} onChange={onChange} />
      {start === undefined && <p className="notice">{t("desk.imports.no-titles")}</p>}
      <fieldset className="card group">
        <legend>{t("desk.imports.columns")}</legend>
        <p className="soft">{t("desk.imports.columns.lead", { count: titles.length })}</p>
        <div className="form-grid">
          {FIELDS.map((field) => {
            const column = chosen.columns[field];
            const isNeeded = NEEDED.includes(field);
            const example = column === "" ? undefined : sample(column).slice(0, 60);
            return (
              <Field
                key={field}
                label={t(`desk.imports.field.${field}`)}
                hint={example === undefined || example === "" ? undefined : t("desk.imports.example", { example })}
                error={missing.includes(field) && isNeeded ? t("desk.imports.choose") : undefined}
              >
                {(ids) => (
                  <select
                    {...ids}
                    className="field"
                    value={column}
                    onChange={({ target }) =>
                      onChange({ ...chosen, columns: { ...chosen.columns, [field]: target.value } })
                    }
                  >
                    <option value="">{t(isNeeded ? "desk.choose" : "desk.imports.no-column")}</option>
                    {titles.map((title) => (
                      <option key={title} value={title}>
                        {title}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            );
          })}
        </div>
      </fieldset>
    </>
  );
}

const KEYS = {
  separator: "separator",
  dateOrder: "dates",
  durationUnit: "durations",
  defaultPurpose: "purpose",
} as const;

/** How the file writes what it holds: separator, dates, durations, and what stands in where it says nothing. */
function Spelling({ chosen, onChange }: { readonly chosen: Chosen; readonly onChange: (chosen: Chosen) => void }) {
  const { t } = useWords();
  const purposes = usePurposeOptions();
  const choices = [
    ["separator", ["auto", ...SEPARATORS].map((one) => [one, t("desk.imports.separator.is", { one: nameOf(one) })])],
    ["dateOrder", (["dmy", "ymd", "mdy"] as const).map((order) => [order, t("desk.imports.dates.are", { order })])],
    [
      "durationUnit",
      (["minutes", "hours", "clock"] as const).map((unit) => [unit, t("desk.imports.unit.is", { unit })]),
    ],
    ["defaultPurpose", [["", t("desk.choose")], ...purposes.map(({ value, label }) => [value, label])]],
  ] as const;
  return (
    <div className="form-grid">
      {choices.map(([name, options]) => (
        <Field key={name} label={t(`desk.imports.spelling.${KEYS[name]}`)}>
          {(ids) => (
            <select
              {...ids}
              className="field"
              value={chosen[name]}
              onChange={({ target }) => onChange({ ...chosen, [name]: target.value })}
            >
              {options.map(([value = "", label = ""]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
      <Field label={t("desk.imports.spelling.usual")} hint={t("desk.imports.usual.hint")}>
        {(ids) => (
          <input
            {...ids}
            className="field"
            type="number"
            min={1}
            max={43_200}
            value={chosen.usualMinutes}
            onChange={({ target }) => onChange({ ...chosen, usualMinutes: target.value })}
          />
        )}
      </Field>
      <Field label={t("desk.imports.spelling.zone")} hint={t("desk.imports.zone.hint")}>
        {(ids) => (
          <input
            {...ids}
            className="field"
            value={chosen.zone}
            onChange={({ target }) => onChange({ ...chosen, zone: target.value })}
          />
        )}
      </Field>
    </div>
  );
}

const nameOf = (separator: string): string => ({ ";": "semicolon", ",": "comma", "\t": "tab" })[separator] ?? "auto";
