import { useId } from "react";
import { TextField } from "../../shared/Form.tsx";
import type { Form as FormOf } from "../../shared/use-form.ts";
import { useWords } from "../words.ts";
import { type CharterValues, regimesFor, SANCTIONS } from "./new-charter.ts";
import "./charter.css";

/** For each sanction, whom it is for. One that is for nobody is not in the scale. */
export function ScaleChoices({ form }: { readonly form: FormOf<CharterValues> }) {
  const { t } = useWords();
  const id = useId();
  const { scale } = form.values;
  const set = (step: string, isIn: boolean): void =>
    form.set("scale", isIn ? [...scale, step] : scale.filter((one) => one !== step));
  return (
    <div className="stack">
      {form.errors.scale !== undefined && <p className="field-error small">{t("desk.charter.scale.missing")}</p>}
      {SANCTIONS.map((sanction) => (
        <fieldset key={sanction} className="scale-row">
          <legend className="label">{t(`charter.sanction.${sanction}`)}</legend>
          <div className="scale-regimes">
            {regimesFor(sanction).map((regime) => {
              const step = `${sanction} ${regime}`;
              return (
                <div key={regime} className="choice">
                  <input
                    id={`${id}-${step}`}
                    type="checkbox"
                    checked={scale.includes(step)}
                    onChange={({ target }) => set(step, target.checked)}
                  />
                  <label htmlFor={`${id}-${step}`}>{t(`desk.staff.regime.is.${regime}`)}</label>
                </div>
              );
            })}
          </div>
          {sanction === "suspension_without_pay" && (
            <TextField form={form} name="maxDays" type="number" label={t("desk.charter.max-days")} />
          )}
        </fieldset>
      ))}
    </div>
  );
}
