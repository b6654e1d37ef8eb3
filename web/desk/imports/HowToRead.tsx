import { useRead } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Field } from "../../shared/Field.tsx";
import { Section } from "../parts/Facts.tsx";
import { useWords } from "../words.ts";
import { ChooseColumns } from "./ChooseColumns.tsx";
import { type Chosen, guessColumns, mappingOf, missingFields } from "./mapping.ts";
import type { Reading } from "./reading.ts";
import { readStart } from "./table-file.ts";

const NATIVE = "native";
const BY_HAND = "by-hand";

export async function startReading(file: File): Promise<Reading> {
  const start = await readStart(file, "auto");
  const columns = start?.columns ?? [];
  const isNative = columns.includes("reference") && columns.includes("opensAt") && columns.includes("closesAt");
  const chosen: Chosen = {
    columns: guessColumns(columns),
    separator: "auto",
    dateOrder: "dmy",
    zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    durationUnit: "minutes",
    usualMinutes: "60",
    defaultPurpose: "",
  };
  return isNative
    ? { way: NATIVE, start, chosen, mapping: "" }
    : { way: BY_HAND, start, chosen, mapping: mappingOf(chosen) };
}

type Mappings = { readonly items: readonly { readonly name: string; readonly isOwn: boolean }[] };

export function HowToRead(props: {
  readonly reading: Reading;
  readonly file: File;
  readonly onChange: (reading: Reading) => void;
  readonly onTry: (mapping: string) => void;
  readonly isBusy: boolean;
}) {
  const { t } = useWords();
  const { reading, file, onChange } = props;
  const mappings = useRead<Mappings>("/v1/import-mappings").data?.items ?? [];
  const missing = reading.way === BY_HAND ? missingFields(reading.chosen) : [];
  const setWay = (way: string): void =>
    onChange({ ...reading, way, mapping: way === NATIVE ? "" : way === BY_HAND ? mappingOf(reading.chosen) : way });
  const setChosen = async (chosen: Chosen): Promise<void> => {
    const isSame = chosen.separator === reading.chosen.separator;
    const start = isSame ? reading.start : await readStart(file, chosen.separator);
    const next = isSame ? chosen : { ...chosen, columns: guessColumns(start?.columns ?? []) };
    onChange({ ...reading, start, chosen: next, mapping: mappingOf(next) });
  };
  return (
    <Section title={t("desk.imports.step.read")} lead={t("desk.imports.read.lead")}>
      <Field label={t("desk.imports.way")}>
        {(ids) => (
          <select {...ids} className="field" value={reading.way} onChange={({ target }) => setWay(target.value)}>
            <option value={BY_HAND}>{t("desk.imports.way.by-hand")}</option>
            <option value={NATIVE}>{t("desk.imports.way.native")}</option>
            {mappings.map(({ name, isOwn }) => (
              <option key={name} value={name}>
                {t("desk.imports.way.named", { name, own: String(isOwn) })}
              </option>
            ))}
          </select>
        )}
      </Field>
      {reading.way === BY_HAND && (
        <ChooseColumns reading={reading} missing={missing} onChange={(chosen) => void setChosen(chosen)} />
      )}
      <Button
        look="primary"
        isUnavailable={props.isBusy || missing.length > 0}
        onClick={() => props.onTry(reading.mapping)}
      >
        {t("desk.imports.try")}
      </Button>
      {missing.length > 0 && (
        <p className="soft small" role="status">
          {t("desk.imports.missing", { fields: missing.map((field) => t(`desk.imports.field.${field}`)).join(", ") })}
        </p>
      )}
    </Section>
  );
}
