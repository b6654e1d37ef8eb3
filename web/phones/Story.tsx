import { Button } from "../shared/Button.tsx";
import { Icon } from "../shared/icons.tsx";
import type { Attempt, PhoneMission } from "./api.ts";
import { type Context, outcomeOf, type Result, STEPS, type Step, textKeyOf, useStory, writes } from "./story.ts";
import { problemText, useWords } from "./words.ts";

type Props = Context & {
  readonly onShowEntry: (hash: string) => void;
};

/** The story of 2017, a button a step. What it says of each step is what the server answered, never a script. */
export function Story(props: Props) {
  const words = useWords();
  const { t } = words;
  const { step, results, isBusy, problem, mustOpen, over, play, begin } = useStory(props);
  const verb = step === undefined ? "phones.story.restart" : (`phones.story.${step}.button` as const);
  return (
    <section className="story card" aria-labelledby="story-title">
      <header>
        <h2 id="story-title">{t("phones.story.title")}</h2>
        <p className="soft">{t("phones.story.lead")}</p>
      </header>
      <Steps results={results} attempts={props.attempts} customerName={props.mission.customerName} />
      <div className="story-now">
        <div className="story-words" aria-live="polite">
          {step === undefined ? (
            <Ending {...props} last={results.at(-1)} />
          ) : (
            <Scene step={step} mission={props.mission} mustOpen={mustOpen} over={over} />
          )}
          {over && <p>{t("phones.story.over", { over })}</p>}
          {problem && <p className="notice stop small">{problemText(words, problem)}</p>}
        </div>
        <div className="story-buttons">
          <Button look="primary" isUnavailable={isBusy || over !== undefined} onClick={() => void play()}>
            {t(step !== undefined && mustOpen ? "phones.story.open.button" : verb)}
          </Button>
          {results.length > 0 && step !== undefined && (
            <Button look="quiet" onClick={begin}>
              {t("phones.story.restart")}
            </Button>
          )}
        </div>
      </div>
    </section>
  );
}

function Steps(props: {
  readonly results: readonly Result[];
  readonly attempts: readonly Attempt[];
  readonly customerName: string;
}) {
  const { t, time } = useWords();
  const { results, attempts, customerName } = props;
  const saying = (result: Result): { readonly text: string; readonly isStopped: boolean } => {
    if (result.kind !== "sent")
      return { text: t(`phones.story.${result.kind}`, { time: time(result.atMs) }), isStopped: false };
    const outcome = outcomeOf(result, attempts);
    const isStopped = outcome !== "delivered" && outcome !== "queued";
    return { text: t("phones.story.result", { outcome, customer: customerName }), isStopped };
  };
  return (
    <ol className="steps">
      {STEPS.map((step, index) => {
        const result = results[index];
        const said = result && saying(result);
        const place = result ? "done" : index === results.length ? "current" : "coming";
        return (
          <li
            key={step}
            className={`step ${place} ${said?.isStopped ? "stopped" : ""}`}
            aria-current={place === "current" ? "step" : undefined}
          >
            <span className="step-mark" aria-hidden="true">
              {said ? <Icon name={said.isStopped ? "stop" : "check"} size={18} /> : index + 1}
            </span>
            <div>
              <p className="step-title">{t(`phones.story.${step}.title`)}</p>
              {said && <p className="small step-result">{said.text}</p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Scene(props: {
  readonly step: Step;
  readonly mission: PhoneMission;
  readonly mustOpen: boolean;
  readonly over: string | undefined;
}) {
  const { t, language } = useWords();
  const { step, mission } = props;
  if (props.over !== undefined) return null;
  const values = {
    staff: mission.staffName,
    customer: mission.customerName,
    minutes: mission.graceMinutes,
  };
  return (
    <>
      <p className="small soft">{t("phones.story.progress", { step: STEPS.indexOf(step) + 1, count: STEPS.length })}</p>
      <p>{props.mustOpen ? t("phones.story.open") : t(`phones.story.${step}.does`, values)}</p>
      {writes(step) && !props.mustOpen && (
        <blockquote lang={textKeyOf(step) === textKeyOf("again") ? "fr" : language}>{t(textKeyOf(step))}</blockquote>
      )}
    </>
  );
}

function Ending(props: Props & { readonly last: Result | undefined }) {
  const { t } = useWords();
  const { last, attempts } = props;
  const attempt = last?.kind === "sent" ? attempts.find(({ id }) => id === last.attempt) : undefined;
  const isRefused = last?.kind === "sent" && outcomeOf(last, attempts) === "refused";
  if (!isRefused) return <p>{t("phones.story.done.otherwise")}</p>;
  return (
    <>
      <p className="story-end">{t("phones.story.done.title", { customer: props.mission.customerName })}</p>
      <p>{t("phones.story.done.text")}</p>
      {attempt && (
        <Button look="quiet" className="inline" onClick={() => props.onShowEntry(attempt.leaf.hash)}>
          {t("phones.story.entry")}
        </Button>
      )}
    </>
  );
}
