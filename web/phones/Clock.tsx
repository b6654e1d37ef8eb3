import { useState } from "react";
import { Button } from "../shared/Button.tsx";
import { moveClock } from "./acts.ts";
import type { Problem } from "./api.ts";
import { type Change, type Live, useNow } from "./live.ts";
import { problemText, useWords } from "./words.ts";

const STEPS = { m1: 60, m10: 600, h1: 3600, h3: 10_800 } as const;

/** The simulated time, and the buttons that move it forward. */
export function Clock(props: {
  readonly clock: NonNullable<Live["clock"]>;
  readonly dispatch: (change: Change) => void;
}) {
  const words = useWords();
  const { t, timeWithSeconds, day } = words;
  const nowMs = useNow(props.clock);
  const [problem, setProblem] = useState<Problem>();
  const advance = async (seconds: number): Promise<void> => {
    const answer = await moveClock(seconds, props.dispatch);
    setProblem(answer.ok ? undefined : answer.problem);
  };
  return (
    <section className="clock" aria-label={t("phones.clock")}>
      <p className="clock-face">
        <span className="soft small">{t("phones.clock")}</span>
        <time className="number" dateTime={new Date(nowMs).toISOString()}>
          <b>{timeWithSeconds(nowMs)}</b> <span className="soft small">{day(nowMs)}</span>
        </time>
      </p>
      <div className="segments" role="group" aria-label={t("phones.clock.advance")}>
        {Object.entries(STEPS).map(([step, seconds]) => (
          <Button key={step} onClick={() => void advance(seconds)}>
            {t("phones.clock.by", { step })}
          </Button>
        ))}
      </div>
      {problem && (
        <p className="notice stop small" role="alert">
          {problemText(words, problem)}
        </p>
      )}
    </section>
  );
}
