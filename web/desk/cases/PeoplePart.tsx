import { Badge, type Tone } from "../../shared/Badge.tsx";
import { Empty } from "../../shared/States.tsx";
import { useSession } from "../session.ts";
import { useWords } from "../words.ts";
import { ActBox } from "./ActBox.tsx";
import { Block } from "./FactsPart.tsx";
import { ConcernedForm, EndMeasureForm, MeasureForm, ReviewForm, SignForm } from "./MeasureForms.tsx";
import { exceptionName, measureName } from "./names.ts";
import { handles } from "./rules.ts";
import { useNames } from "./use-case.ts";
import type { CaseAnswer, MeasureAnswer } from "./wire.ts";

/** Whom a case is about, and what is done for as long as it runs. Humans only, with reasons. */
export function PeoplePart({ one, isOnPaper = false }: { readonly one: CaseAnswer; readonly isOnPaper?: boolean }) {
  const words = useWords();
  const { t } = words;
  const session = useSession();
  const isMine = !isOnPaper && handles(one, session);
  const mayChange = isMine && ["triage", "enquiry", "heard"].includes(one.state);
  const mayOrder = isMine && session.duty === "handler" && one.state !== "closed" && one.concerned.length > 0;
  return (
    <div className="stack wide">
      <Block title={t("desk.cases.concerned")} lead={t("desk.cases.concerned.lead")}>
        {one.concerned.length === 0 && (
          <Empty icon="people" title={t("desk.cases.concerned.none")}>
            {t("desk.cases.concerned.none.text")}
          </Empty>
        )}
        <ul className="lines">
          {one.concerned.map((person) => (
            <li key={person.staff} className="person">
              <b>{person.staff}</b>
              <span className="soft small">{t("desk.cases.regime", { regime: person.regime.replace("-", "_") })}</span>
              <span className="badges">
                {!person.isCertain && <Badge tone="wait">{t("desk.cases.concerned.unsure")}</Badge>}
                <Badge tone={person.standing === "active" ? "good" : "stop"}>
                  {t("desk.cases.standing", { standing: person.standing })}
                </Badge>
                {person.isOnHold && <Badge tone="wait">{t("desk.cases.on-hold")}</Badge>}
              </span>
            </li>
          ))}
        </ul>
        {mayChange && (
          <ActBox label={t("desk.cases.concerned.change")} lead={t("desk.cases.concerned.change.lead")}>
            {(close) => <ConcernedForm one={one} onDone={close} />}
          </ActBox>
        )}
      </Block>
      <Block title={t("desk.cases.measures")} lead={t("desk.cases.measures.lead")}>
        {one.measures.length === 0 && <p className="soft">{t("desk.cases.measures.none")}</p>}
        <ul className="stack">
          {one.measures.map((measure) => (
            <li key={measure.id}>
              <Measure one={one} measure={measure} isOnPaper={isOnPaper} />
            </li>
          ))}
        </ul>
        {mayOrder && (
          <ActBox label={t("desk.cases.measure.order")} lead={t("desk.cases.measure.order.lead")}>
            {(close) => <MeasureForm one={one} onDone={close} />}
          </ActBox>
        )}
        {isMine && session.duty === "handler" && one.concerned.length > 0 && (
          <ActBox label={t("desk.reviews.decide")} lead={t("desk.reviews.decide.lead")}>
            {(close) => <ReviewForm caseId={one.id} staff={one.concerned.map((who) => who.staff)} onDone={close} />}
          </ActBox>
        )}
      </Block>
      <Earlier one={one} />
    </div>
  );
}

const TONES: { readonly [state in MeasureAnswer["state"]]: Tone } = {
  awaiting: "wait",
  in_force: "stop",
  declined: "plain",
  ended: "plain",
};

function Measure(props: { readonly one: CaseAnswer; readonly measure: MeasureAnswer; readonly isOnPaper: boolean }) {
  const { one, measure } = props;
  const words = useWords();
  const { t } = words;
  const nameOf = useNames();
  const session = useSession();
  const day = (at: string): string => words.day(Date.parse(at));
  const dates = [
    t("desk.cases.measure.ordered", { name: nameOf(measure.orderedBy), day: day(measure.orderedAt) }),
    ...(measure.signedBy === null ? [] : [t("desk.cases.measure.signed", { name: nameOf(measure.signedBy) })]),
    ...(measure.fromAt === null ? [] : [t("desk.cases.measure.from", { day: day(measure.fromAt) })]),
    ...(measure.untilAt === null ? [] : [t("desk.cases.measure.until", { day: day(measure.untilAt) })]),
    ...(measure.endedAt === null ? [] : [t("desk.cases.measure.ended", { day: day(measure.endedAt) })]),
  ];
  const mayEnd =
    measure.state === "in_force" && (session.duty === "approver" || handles(one, session)) && !props.isOnPaper;
  const maySign = measure.state === "awaiting" && session.duty === "approver" && !props.isOnPaper;
  return (
    <article className="card report stack" aria-label={measureName(words, measure)}>
      <div className="report-head">
        <h3>
          {measureName(words, measure)} · {measure.staff ?? t("desk.cases.erased")}
        </h3>
        <Badge tone={TONES[measure.state]}>{t("desk.cases.measure.state", { state: measure.state })}</Badge>
      </div>
      <p className="soft small">{dates.join(" · ")}</p>
      {measure.exception !== null && (
        <p className="small">
          {t("desk.cases.measure.exception", { exception: exceptionName(words, measure.exception) })}
        </p>
      )}
      {measure.reasons !== null && <blockquote className="said">{measure.reasons}</blockquote>}
      {maySign && (
        <ActBox label={t("desk.cases.sign")} look="primary" lead={t("desk.cases.sign.lead")}>
          {(close) => <SignForm caseId={one.id} measure={measure.id} onDone={close} />}
        </ActBox>
      )}
      {mayEnd && (
        <ActBox label={t("desk.cases.measure.end")} lead={t("desk.cases.measure.end.lead")}>
          {(close) => <EndMeasureForm caseId={one.id} measure={measure.id} onDone={close} />}
        </ActBox>
      )}
    </article>
  );
}

function Earlier({ one }: { readonly one: CaseAnswer }) {
  const words = useWords();
  const { t } = words;
  return (
    <Block title={t("desk.cases.earlier")} lead={t("desk.cases.earlier.lead")}>
      {one.earlierSanctions.length === 0 && <p className="soft">{t("desk.cases.earlier.none")}</p>}
      <ul className="lines">
        {one.earlierSanctions.map((sanction) => (
          <li key={`${sanction.case} ${sanction.sanction}`}>
            {sanction.staff} · {measureName(words, { kind: "sanction", sanction: sanction.sanction, days: null })} ·{" "}
            {words.day(Date.parse(`${sanction.sanctionedOn}T12:00`))}
          </li>
        ))}
      </ul>
    </Block>
  );
}
