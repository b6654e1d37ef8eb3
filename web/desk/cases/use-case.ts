import { useCallback, useMemo } from "react";
import { useApi, useRead } from "../../shared/api.ts";
import type { FieldErrors } from "../../shared/form-errors.ts";
import type { Page } from "../../shared/Table.tsx";
import { useToast } from "../../shared/Toasts.tsx";
import { type Form, useForm } from "../../shared/use-form.ts";
import type { Duty } from "../duties.ts";
import { useRefresh } from "../parts/act.ts";
import { useWords } from "../words.ts";

/** Addresses whose answers change when somebody acts on a case. */
const TOUCHED = ["/v1/cases", "/v1/reviews", "/v1/signatures", "/v1/alerts", "/v1/desk-home", "/v1/reports"];

/** Reads again what is shown of cases, after an act or its refusal. */
export function useRefreshCases(): () => Promise<void> {
  const refresh = useRefresh();
  return useCallback(() => refresh(...TOUCHED), [refresh]);
}

/**
 * A form that does one act on a case. Done or refused, the case is read again: a refusal is in its history too, and may
 * come from what somebody else did meanwhile. What was typed stays until it was taken.
 */
export function useActForm<V extends object>(options: {
  /** Below /v1: `cases/cas_…/notes`. */
  readonly path: string;
  readonly initial: V;
  readonly check?: (values: V) => FieldErrors<V>;
  /** What is sent of what was typed. */
  readonly body?: (values: V) => unknown;
  /** Said when it was done. */
  readonly done: string;
  readonly onDone?: () => void;
}): Form<V> {
  const api = useApi();
  const refresh = useRefreshCases();
  const toast = useToast();
  const { t } = useWords();
  const { path, body = (values) => values } = options;
  const form: Form<V> = useForm<V, unknown>({
    initial: options.initial,
    ...(options.check !== undefined && { check: options.check }),
    notUnderstood: t("face.problem.field"),
    send: async (values, key) => {
      try {
        return await api.send("POST", `/v1/${path}`, body(values), { key, isRepeatable: true });
      } finally {
        void refresh();
      }
    },
    onDone: () => {
      toast(options.done);
      form.reset();
      options.onDone?.();
    },
  });
  return form;
}

/** Reasons, or what else has to be written, is there. */
export function useNeeded(): (text: string) => string | undefined {
  const { t } = useWords();
  return (text) => (text.trim() === "" ? t("desk.cases.needed") : undefined);
}

type Colleague = {
  readonly id: string;
  readonly personReference: string;
  readonly duty: Duty;
  readonly isActive: boolean;
};
const NOBODY: readonly Colleague[] = [];

export function useColleagues(): readonly Colleague[] {
  return useRead<Page<Colleague>>("/v1/desk-colleagues").data?.items ?? NOBODY;
}

/** Somebody of the desk by their duty and the company's own reference; of others what kind they are. */
export function useNames(): (id: string | null, kind?: "desk" | "staff" | "companion" | "machine") => string {
  const colleagues = useColleagues();
  const { t } = useWords();
  const known = useMemo(() => new Map(colleagues.map((one) => [one.id, one])), [colleagues]);
  return (id, kind) => {
    const found = id === null ? undefined : known.get(id);
    if (found !== undefined) {
      return t("desk.cases.person", { duty: t(`desk.duty.${found.duty}`), reference: found.personReference });
    }
    return id?.startsWith("dsk_") === true ? id : t("desk.cases.kind", { kind: kind ?? kindOf(id) });
  };
}

/** Ids say what they are of. */
function kindOf(id: string | null): string {
  if (id === null) return "machine";
  return id.startsWith("cmp_") ? "companion" : "staff";
}
