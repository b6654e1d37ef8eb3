import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { newKey, problemIn } from "./api.ts";
import { errorsOf, type FieldErrors } from "./form-errors.ts";
import type { Problem } from "./retry.ts";
import { useLeaveGuard } from "./Routing.tsx";

export type Form<V extends object> = {
  readonly values: V;
  readonly errors: FieldErrors<V>;
  readonly problem: Problem | undefined;
  readonly isBusy: boolean;
  readonly isDirty: boolean;
  readonly set: <N extends keyof V>(name: N, value: V[N]) => void;
  readonly submit: () => Promise<void>;
  readonly reset: () => void;
};

type Options<V extends object, T> = {
  readonly initial: V;
  /** What is missing or wrong, before anything is sent. Pure. */
  readonly check?: (values: V) => FieldErrors<V>;
  /** `key`: one for what is sent, the same for each try at it. */
  readonly send: (values: V, key: string) => Promise<T>;
  readonly onDone?: (answer: T) => void;
  /** What is said beside a field that the server did not understand. */
  readonly notUnderstood: string;
  /** Off where nothing is lost by leaving: a search, a sign-in. */
  readonly isGuarded?: boolean;
};

/** What a form holds, and what becomes of it. What was typed stays until it was taken. */
export function useForm<V extends object, T>(options: Options<V, T>): Form<V> {
  const { initial, check, send, onDone, notUnderstood, isGuarded = true } = options;
  const [start, setStart] = useState(initial);
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<FieldErrors<V>>({});
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const sent = useRef({ what: "", key: "" });
  const isDirty = JSON.stringify(values) !== JSON.stringify(start);
  useLeaveGuard(isGuarded && isDirty);

  const keyOf = (what: string): string => {
    if (sent.current.what !== what) sent.current = { what, key: newKey() };
    return sent.current.key;
  };
  const submit = async (): Promise<void> => {
    if (isBusy) return;
    const wrong = check?.(values) ?? {};
    setErrors(wrong);
    setProblem(undefined);
    if (Object.values(wrong).some((error) => error !== undefined)) return;
    setBusy(true);
    try {
      const answer = await send(values, keyOf(JSON.stringify(values)));
      sent.current = { what: "", key: "" };
      // At once: whoever goes to another page now has lost nothing, and is not asked.
      flushSync(() => setStart(values));
      onDone?.(answer);
    } catch (error) {
      const refused = problemIn(error);
      setProblem(refused);
      setErrors(errorsOf(refused, values, notUnderstood));
    } finally {
      setBusy(false);
    }
  };
  return {
    values,
    errors,
    problem,
    isBusy,
    isDirty,
    submit,
    set: (name, value) => setValues((all) => ({ ...all, [name]: value })),
    reset: () => (setValues(initial), setStart(initial), setErrors({}), setProblem(undefined)),
  };
}
