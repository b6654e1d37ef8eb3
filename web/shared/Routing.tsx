import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from "react";
import { type AroundNavHandler, Router } from "wouter";
import { Confirm } from "./Confirm.tsx";
import { useWords } from "./words.tsx";

/** Forms that hold something that was not sent: whoever leaves is asked. */
type Guards = { readonly current: Set<symbol> };
const GuardsContext = createContext<Guards>({ current: new Set() });

/** Where in the history the page stands, so that a step back that was not meant can be undone. */
type Place = { step: number; path: string };
const stepOf = (state: unknown): number => (state as { readonly step?: number } | null)?.step ?? 0;

/** The addresses below `base`. Leaving a form that holds something is asked about first, by link and by back button. */
export function Routing({ base, children }: { readonly base: string; readonly children: ReactNode }) {
  const guards = useRef(new Set<symbol>());
  const [leave, setLeave] = useState<() => void>();
  const place = useRef<Place>({ step: stepOf(history.state), path: location.pathname });
  useBackGuard(guards, place, setLeave);

  const around: AroundNavHandler = useCallback(
    (navigate, to, options) => {
      const go = (): void => {
        const step = place.current.step + (options?.replace === true ? 0 : 1);
        place.current = { step, path: pathOf(to) };
        navigate(to, { ...options, state: { ...(options?.state as object | undefined), step } });
      };
      const isSamePage = pathOf(to) === location.pathname;
      if (guards.current.size === 0 || isSamePage) go();
      else setLeave(() => go);
    },
    [guards],
  );
  return (
    <GuardsContext value={guards}>
      <Router base={base} aroundNav={around}>
        {children}
      </Router>
      {leave && (
        <Leave
          onStay={() => setLeave(undefined)}
          onLeave={() => (guards.current.clear(), setLeave(undefined), leave())}
        />
      )}
    </GuardsContext>
  );
}

const pathOf = (address: string): string => new URL(address, location.href).pathname;

function Leave({ onStay, onLeave }: { readonly onStay: () => void; readonly onLeave: () => void }) {
  const { t } = useWords();
  return (
    <Confirm
      title={t("face.leave.title")}
      consequences={[t("face.leave.text")]}
      confirm={t("face.leave.leave")}
      cancel={t("face.leave.stay")}
      onConfirm={onLeave}
      onClose={onStay}
    />
  );
}

/**
 * Listened to from the start, before the router listens: what happens to the window itself is told in the order in which
 * listeners came, whatever phase they ask for, and a page that the router has left holds nothing any more.
 */
let hearPop: ((event: PopStateEvent) => void) | undefined;
window.addEventListener("popstate", (event) => hearPop?.(event));

/** The back button has moved the address already when the page hears of it: it is put back, and the question asked. */
function useBackGuard(
  guards: Guards,
  place: { current: Place },
  setLeave: (leave: (() => () => void) | undefined) => void,
): void {
  useEffect(() => {
    let isUndoing = false;
    const onPop = (event: PopStateEvent): void => {
      const step = stepOf(event.state);
      const steps = step - place.current.step;
      if (isUndoing) {
        isUndoing = false;
        event.stopImmediatePropagation();
      } else if (guards.current.size > 0 && steps !== 0 && location.pathname !== place.current.path) {
        event.stopImmediatePropagation();
        isUndoing = true;
        history.go(-steps);
        setLeave(() => () => history.go(steps));
      } else {
        place.current = { step, path: location.pathname };
      }
    };
    hearPop = onPop;
    return () => {
      hearPop = undefined;
    };
  }, [guards, place, setLeave]);
}

/** While `isHeld`, whoever leaves this page is asked first; a reload too, by the browser's own question. */
export function useLeaveGuard(isHeld: boolean): void {
  const guards = use(GuardsContext);
  useEffect(() => {
    if (!isHeld) return;
    const guard = Symbol("guard");
    const held = guards.current;
    held.add(guard);
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => {
      held.delete(guard);
      window.removeEventListener("beforeunload", ask);
    };
  }, [isHeld, guards]);
}
