import { useRead } from "../../shared/api.ts";
import { Button } from "../../shared/Button.tsx";
import { Field } from "../../shared/Field.tsx";
import { ChoiceField, Form, TextField } from "../../shared/Form.tsx";
import type { Page } from "../../shared/Table.tsx";
import { useWords } from "../words.ts";
import { exceptionName, sanctionName } from "./names.ts";
import { EXCEPTIONS, scaleFor } from "./rules.ts";
import { useActForm, useNeeded } from "./use-case.ts";
import type { CaseAnswer, Charter } from "./wire.ts";

type Sanction = {
  readonly staff: string;
  readonly sanction: string;
  readonly days: string;
  readonly exception: string;
};

/** How a case ends, in the proposer's words; sanctions are those of the scale at the date of the facts, and no others. */
export function ProposalForm({ one, onDone }: { readonly one: CaseAnswer; readonly onDone: () => void }) {
  const { t } = useWords();
  const needed = useNeeded();
  const last = one.proposals.at(-1);
  const isAgain = last?.round === one.round;
  const initial = {
    outcome: one.state === "triage" ? "out_of_scope" : "",
    // What was proposed before and not approved is where the next version begins.
    reasons: isAgain ? (last?.reasons ?? "") : "",
    statement: isAgain ? (last?.statement ?? "") : "",
    sanctions: [] as readonly Sanction[],
  };
  const form = useActForm({
    path: `cases/${one.id}/proposal`,
    initial,
    check: ({ outcome, reasons, statement, sanctions }) => ({
      outcome: needed(outcome),
      reasons: needed(reasons),
      statement: sanctions.length > 0 ? needed(statement) : undefined,
    }),
    body: proposed,
    done: t("desk.cases.propose.done"),
    onDone,
  });
  const outcomes = one.state === "triage" ? (["out_of_scope"] as const) : OUTCOMES;
  const isSanctionable = form.values.outcome === "confirmed" && one.concerned.some(({ isCertain }) => isCertain);
  return (
    <Form form={form} submit={t("desk.cases.propose.submit")}>
      <ChoiceField
        form={form}
        name="outcome"
        label={t("desk.cases.propose.outcome")}
        options={outcomes.map((outcome) => ({
          value: outcome,
          label: t("desk.cases.outcome", { outcome }),
          hint: t("desk.cases.outcome.hint", { outcome }),
        }))}
      />
      {isSanctionable && (
        <Sanctions one={one} sanctions={form.values.sanctions} onChange={(all) => form.set("sanctions", all)} />
      )}
      <TextField
        form={form}
        name="reasons"
        isLong
        label={t("desk.cases.proposal.reasons")}
        hint={t("desk.cases.proposal.reasons.hint")}
      />
      {one.procedure !== "rights_request" && (
        <TextField
          form={form}
          name="statement"
          isLong
          label={t("desk.cases.proposal.statement")}
          hint={t("desk.cases.proposal.statement.hint")}
        />
      )}
    </Form>
  );
}

function proposed(typed: {
  readonly outcome: string;
  readonly reasons: string;
  readonly statement: string;
  readonly sanctions: readonly Sanction[];
}) {
  const { outcome, reasons, statement } = typed;
  const sanctions = outcome === "confirmed" ? typed.sanctions.map(asked) : [];
  return { outcome, reasons, ...(statement.trim() !== "" && { statement }), sanctions };
}

const OUTCOMES = ["confirmed", "not_confirmed", "cannot_be_decided", "out_of_scope"] as const;

function asked({ staff, sanction, days, exception }: Sanction) {
  return { staff, sanction, ...(days !== "" && { days: Number(days) }), ...(exception !== "" && { exception }) };
}

function Sanctions(props: {
  readonly one: CaseAnswer;
  readonly sanctions: readonly Sanction[];
  readonly onChange: (all: readonly Sanction[]) => void;
}) {
  const { one, sanctions, onChange } = props;
  const { t } = useWords();
  const charters = useRead<Page<Charter>>("/v1/charters").data?.items ?? [];
  const factsOn = one.dates.find(({ fact }) => fact === "facts_on")?.on;
  const people = one.concerned.filter(({ isCertain }) => isCertain);
  const free = people.filter(({ staff }) => !sanctions.some((other) => other.staff === staff));
  return (
    <fieldset className="choices">
      <legend className="label">{t("desk.cases.sanctions")}</legend>
      <p className="soft small">{t("desk.cases.sanctions.hint")}</p>
      {factsOn === undefined && <p className="notice">{t("refusal.scale_missing")}</p>}
      {sanctions.map((sanction) => (
        <SanctionRow
          key={sanction.staff}
          sanction={sanction}
          scale={scaleFor(charters, factsOn, regimeOf(one, sanction.staff))}
          regime={regimeOf(one, sanction.staff)}
          onChange={(next) => onChange(sanctions.map((other) => (other === sanction ? next : other)))}
          onRemove={() => onChange(sanctions.filter((other) => other !== sanction))}
        />
      ))}
      {factsOn !== undefined && (
        <div className="buttons">
          {free.map(({ staff, regime }) => (
            <Button
              key={staff}
              onClick={() => {
                const first = scaleFor(charters, factsOn, regime)[0]?.code ?? "";
                onChange([...sanctions, { staff, sanction: first, days: "", exception: "" }]);
              }}
            >
              {t("desk.cases.sanction.add", { staff })}
            </Button>
          ))}
        </div>
      )}
    </fieldset>
  );
}

const regimeOf = (one: CaseAnswer, staff: string): string =>
  one.concerned.find((person) => person.staff === staff)?.regime ?? "generic";

function SanctionRow(props: {
  readonly sanction: Sanction;
  readonly scale: Charter["scale"];
  readonly regime: string;
  readonly onChange: (sanction: Sanction) => void;
  readonly onRemove: () => void;
}) {
  const { sanction, scale, onChange } = props;
  const words = useWords();
  const { t } = words;
  const step = scale.find(({ code }) => code === sanction.sanction);
  if (scale.length === 0) return <p className="notice">{t("desk.cases.sanctions.no-scale")}</p>;
  return (
    <div className="sanction-row">
      <Field label={t("desk.cases.sanction.of", { staff: sanction.staff })}>
        {(ids) => (
          <select
            {...ids}
            className="field"
            value={sanction.sanction}
            onChange={({ target }) => onChange({ ...sanction, sanction: target.value, days: "" })}
          >
            {scale.map(({ code }) => (
              <option key={code} value={code}>
                {sanctionName(words, code)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {step?.maxDays !== undefined && (
        <Field label={t("desk.cases.sanction.days")} hint={t("desk.cases.sanction.most", { count: step.maxDays })}>
          {(ids) => (
            <input
              {...ids}
              className="field"
              type="number"
              min={1}
              max={step.maxDays}
              value={sanction.days}
              onChange={({ target }) => onChange({ ...sanction, days: target.value })}
            />
          )}
        </Field>
      )}
      <ExceptionField sanction={sanction} regime={props.regime} onChange={onChange} />
      <Button look="quiet" onClick={props.onRemove}>
        {t("desk.cases.sanction.remove", { staff: sanction.staff })}
      </Button>
    </div>
  );
}

function ExceptionField(props: {
  readonly sanction: Sanction;
  readonly regime: string;
  readonly onChange: (sanction: Sanction) => void;
}) {
  const { sanction, onChange } = props;
  const words = useWords();
  const { t } = words;
  const exceptions = EXCEPTIONS[props.regime] ?? [];
  if (exceptions.length === 0) return null;
  return (
    <Field label={t("desk.cases.exception")} hint={t("desk.cases.exception.hint")}>
      {(ids) => (
        <select
          {...ids}
          className="field"
          value={sanction.exception}
          onChange={({ target }) => onChange({ ...sanction, exception: target.value })}
        >
          <option value="">{t("desk.cases.exception.none")}</option>
          {exceptions.map((code) => (
            <option key={code} value={code}>
              {exceptionName(words, code)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
