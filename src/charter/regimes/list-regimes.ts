import { PROCEDURE_CLOCKS } from "./procedures.ts";
import type { Clock, DateFact, Regime, Step, StepRule } from "./regime.ts";
import { PROCEDURES, REGIME_NAMES } from "./regime.ts";
import { REGIMES } from "./regimes.ts";
import type { RegimeList } from "./wire.ts";

type ClockAnswer = RegimeList["procedures"][number]["clocks"][number];

/** What each regime and each procedure asks by when, with its source. */
export function listRegimes(): RegimeList {
  return {
    items: REGIME_NAMES.map((name) => regimeAnswer(REGIMES[name])),
    procedures: PROCEDURES.map((name) => ({ name, clocks: PROCEDURE_CLOCKS[name].map(clockAnswer) })),
    next: null,
  };
}

function regimeAnswer({ name, clocks, steps, exceptions, invokable, forbiddenSanctions }: Regime) {
  return {
    name,
    clocks: clocks.map(clockAnswer),
    steps: (Object.entries(steps) as [Step, StepRule][]).map(([id, { source, needs }]) => {
      return { id, source, needs: needs.map(({ fact }): DateFact => fact) };
    }),
    exceptions: exceptions.map(({ id, lifts, source, toVerify }) => {
      return { id, lifts: [...lifts], source, toVerify: toVerify === true };
    }),
    invokable: { years: invokable.years, source: invokable.source },
    forbiddenSanctions: forbiddenSanctions.map(({ kind, source }) => ({ kind, source })),
  };
}

function clockAnswer({
  id,
  basis,
  span,
  thenSpan,
  end,
  extendedTo,
  doneBy,
  isHard,
  source,
  toVerify,
}: Clock): ClockAnswer {
  return {
    id,
    basis,
    span,
    thenSpan: thenSpan ?? null,
    end,
    extendedTo: extendedTo ?? null,
    doneBy: [...doneBy],
    isHard,
    source,
    toVerify: toVerify === true,
  };
}
