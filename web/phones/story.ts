import { useState } from "react";
import { moveClock, sendText } from "./acts.ts";
import {
  type Answer,
  type Attempt,
  closeMission,
  type Ended,
  type Outcome,
  type PhoneMission,
  type Problem,
  reopenMission,
} from "./api.ts";
import { type Change, type Live, nowOf, useNow } from "./live.ts";
import { type Phase, phaseOf, type Side } from "./rules.ts";
import { useWords } from "./words.ts";

export const STEPS = ["write", "close", "grace", "screened", "wait", "again"] as const;
export type Step = (typeof STEPS)[number];
export type WritingStep = Exclude<Step, "close" | "wait">;

export const writes = (step: Step | undefined): step is WritingStep =>
  step !== undefined && step !== "close" && step !== "wait";

/** The message of 2017 is sent twice: what is said stops it first, then the window. */
export const textKeyOf = (step: WritingStep) => `phones.story.${step === "screened" ? "again" : step}.text` as const;

/** What the server answered to a step. */
export type Result =
  | { readonly kind: "sent"; readonly attempt: string; readonly outcome: Outcome }
  | { readonly kind: "closed" | "waited"; readonly atMs: number };

/** The latest outcome of a text: the answer may have been "queued". */
export const outcomeOf = (result: Extract<Result, { kind: "sent" }>, attempts: readonly Attempt[]): Outcome =>
  attempts.find(({ id }) => id === result.attempt)?.outcome ?? result.outcome;

const WAIT_SECONDS = 3 * 3600;
/** Long enough to play the story without hurry, short enough that its +3 h closes the window. */
const REOPEN_MS = 3_600_000;

export type Context = {
  readonly mission: PhoneMission;
  readonly attempts: readonly Attempt[];
  readonly staff: Side;
  readonly clock: NonNullable<Live["clock"]>;
  readonly ended: Ended | undefined;
  readonly dispatch: (change: Change) => void;
  readonly onDraft: (text: string) => void;
};

/** Where the reader is in the story, and the one thing its button does next. */
export function useStory(context: Context) {
  const { t } = useWords();
  const { mission, clock, ended, onDraft } = context;
  const [results, setResults] = useState<readonly Result[]>([]);
  const [isActing, setActing] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const phase = phaseOf(mission, useNow(clock));
  const step = STEPS[results.length];
  const last = results.at(-1);
  /** A text that is still on its way when the clock is moved on comes too late: the next step waits for it. */
  const isBusy = isActing || (last?.kind === "sent" && outcomeOf(last, context.attempts) === "queued");
  /** Only an open mission can be the story's first scene. */
  const isBegin = step === "write" || step === undefined;
  const mustOpen = phase.name !== "open" && isBegin;
  /** Why it cannot be played again with this mission. */
  const over = isBegin ? (ended ?? (phase.name === "cancelled" ? phase.name : undefined)) : undefined;

  const showText = (next: Step | undefined): void => onDraft(writes(next) ? t(textKeyOf(next)) : "");
  const begin = (): void => {
    setResults([]);
    setProblem(undefined);
    showText("write");
  };
  const play = async (): Promise<void> => {
    if (isBusy || over !== undefined) return;
    setActing(true);
    if (step === undefined || mustOpen) {
      const answer = mustOpen ? await openAgain(context, phase, t("phones.story.reason")) : undefined;
      if (answer === undefined || answer.ok) begin();
      else setProblem(answer.problem);
    } else {
      const answer = await take(step, writes(step) ? t(textKeyOf(step)) : "", context);
      setProblem(answer.ok ? undefined : answer.problem);
      if (answer.ok) {
        setResults([...results, answer.body]);
        showText(STEPS[results.length + 1]);
      }
    }
    setActing(false);
  };
  return { step, results, isBusy, problem, mustOpen, over, play, begin };
}

async function take(step: Step, text: string, context: Context): Promise<Answer<Result>> {
  const { mission, staff, clock, dispatch } = context;
  switch (step) {
    case "close": {
      const answer = await closeMission(mission.id);
      return answer.ok ? { ok: true, body: { kind: "closed", atMs: nowOf(clock) } } : answer;
    }
    case "wait": {
      const atMs = nowOf(clock) + WAIT_SECONDS * 1000;
      const answer = await moveClock(WAIT_SECONDS, dispatch);
      return answer.ok ? { ok: true, body: { kind: "waited", atMs } } : answer;
    }
    default: {
      const answer = await sendText(staff, "own", text, clock, dispatch);
      if (!answer.ok) return answer;
      const { id, outcome } = answer.body.attempt;
      return { ok: true, body: { kind: "sent", attempt: id, outcome } };
    }
  }
}

function openAgain({ mission, clock, dispatch }: Context, phase: Phase, reason: string): Promise<Answer<unknown>> {
  if (phase.name === "scheduled") return moveClock(Math.ceil(phase.opensInMs / 1000), dispatch);
  return reopenMission(mission.id, { reason, closesAt: new Date(nowOf(clock) + REOPEN_MS).toISOString() });
}
