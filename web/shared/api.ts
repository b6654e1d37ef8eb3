import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { createContext, use } from "react";
import { learnNow } from "./clock.ts";
import { afterProblem, type Law, type Problem } from "./retry.ts";
import type { SessionGate } from "./session-gate.ts";

/** Longer than any answer takes. */
const TIMEOUT_MS = 20_000;

export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(`could not get an answer: ${problem.code}`, { cause });
    this.problem = problem;
  }
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type SendOptions = {
  /** The same one for each try at one act: `useKey`. */
  readonly key?: string;
  /** Whether the route remembers its answer by the key: only then is it asked again when no answer came. */
  readonly isRepeatable?: boolean;
  readonly signal?: AbortSignal;
  /** Off where being signed out is an answer. */
  readonly maySignIn?: boolean;
  /** Whether what comes is taken byte by byte, as a `Uint8Array`: what is verified must not be read as text before. */
  readonly isBytes?: boolean;
  /** ms. Longer than usual for a file of a million rows. */
  readonly timeoutMs?: number;
};

/** All calls of an app. Throws `Refused`; a call that was answered "not signed in" waits for a sign-in and goes on. */
export class Api {
  readonly #gate: SessionGate;
  readonly #whoPath: string;

  /** `whoPath`: answers whoever is signed in, and nobody else. */
  constructor(gate: SessionGate, whoPath: string) {
    this.#gate = gate;
    this.#whoPath = whoPath;
  }

  get<T>(path: string, options: Pick<SendOptions, "signal" | "maySignIn" | "isBytes"> = {}): Promise<T> {
    return this.#call<T>("GET", path, undefined, { ...options, isRepeatable: true });
  }

  send<T>(method: Exclude<Method, "GET">, path: string, body?: unknown, options: SendOptions = {}): Promise<T> {
    // What is put or removed twice is put or removed once.
    const isRepeatable = options.isRepeatable ?? (method === "PUT" || method === "DELETE");
    return this.#call<T>(method, path, body, { ...options, isRepeatable });
  }

  async #call<T>(method: Method, path: string, body: unknown, options: SendOptions): Promise<T> {
    const { isRepeatable = false, maySignIn = true, signal } = options;
    for (let tries = 0; ; ) {
      const answer = await this.#once<T>(method, path, body, options);
      if (answer.ok) return answer.body;
      signal?.throwIfAborted();
      const problem = await this.#judged(path, answer.problem);
      const next = afterProblem(problem, { tries, isRepeatable, maySignIn });
      if (next.step === "give-up") throw new Refused(problem, answer.cause);
      if (next.step === "sign-in") {
        if (!(await this.#gate.ask())) throw new Refused(problem);
      } else {
        tries += 1;
        await new Promise((resolve) => setTimeout(resolve, next.waitMs));
      }
    }
  }

  /** In a browser where a staff member is signed in too, a desk session that has ended reads like a duty that is missing. */
  async #judged(path: string, problem: Problem): Promise<Problem> {
    if (problem.code !== "duty_missing" || path === this.#whoPath) return problem;
    const who = await this.#once("GET", this.#whoPath, undefined, {});
    return who.ok ? problem : { ...problem, status: 401, code: "unauthorized" };
  }

  async #once<T>(method: Method, path: string, body: unknown, options: SendOptions): Promise<Once<T>> {
    const { key, signal, timeoutMs = TIMEOUT_MS } = options;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), timeoutMs);
    const abort = (): void => limit.abort();
    signal?.addEventListener("abort", abort);
    try {
      const answer = await fetch(path, {
        method,
        // Sentences of the server are in the language of the page.
        headers: {
          "accept-language": document.documentElement.lang,
          ...(body !== undefined && { "content-type": isFile(body) ? "text/csv" : "application/json" }),
          ...(key !== undefined && { "idempotency-key": key }),
        },
        ...(body !== undefined && { body: isFile(body) ? body : JSON.stringify(body) }),
        signal: limit.signal,
        // What people read here is left in no cache of the browser.
        cache: "no-store",
      });
      const isJson = answer.headers.get("content-type")?.includes("json") === true;
      if (answer.ok && options.isBytes === true) {
        return { ok: true, body: new Uint8Array(await answer.arrayBuffer()) as T };
      }
      const said = isJson ? ((await answer.json()) as unknown) : await answer.text();
      if (!answer.ok) return { ok: false, problem: problemOf(answer.status, said) };
      if (isNamed(said, "now")) learnNow(said.now);
      return { ok: true, body: said as T };
    } catch (cause) {
      // Whatever broke on the way, the reader is told the same.
      return { ok: false, problem: { status: 0, code: "unreachable", fields: [], reference: undefined }, cause };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }
}

type Once<T> =
  | { readonly ok: true; readonly body: T }
  | { readonly ok: false; readonly problem: Problem; readonly cause?: unknown };

/** A file goes as it is, byte by byte: only the server knows in which code it was written. */
function isFile(body: unknown): body is string | Blob {
  return typeof body === "string" || body instanceof Blob;
}

function isNamed<Name extends string>(said: unknown, name: Name): said is Readonly<Record<Name, string>> {
  return typeof said === "object" && said !== null && typeof (said as Record<string, unknown>)[name] === "string";
}

function problemOf(status: number, said: unknown): Problem {
  const errors = typeof said === "object" && said !== null && "errors" in said ? said.errors : [];
  const fields = (Array.isArray(errors) ? (errors as unknown[]) : []).flatMap((error) =>
    isNamed(error, "field") ? [error.field] : [],
  );
  const code = isNamed(said, "code") ? said.code : String(status);
  const reference = isNamed(said, "instance") ? said.instance : undefined;
  const law = lawOf(said);
  return { status, code, fields, reference, ...(law !== undefined && { law }) };
}

/** What a refusal tells beyond its code, by names that are known here. */
function lawOf(said: unknown): Law | undefined {
  const law: Record<string, unknown> = {};
  for (const name of ["source", "notBefore", "notAfter", "value"]) if (isNamed(said, name)) law[name] = said[name];
  const { maxDays } = (typeof said === "object" && said !== null ? said : {}) as { readonly maxDays?: unknown };
  if (typeof maxDays === "number") law["maxDays"] = maxDays;
  return Object.keys(law).length === 0 ? undefined : law;
}

/** What an act said no with; a fault of the page itself is thrown on. */
export function problemIn(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  throw error;
}

export const ApiContext = createContext<Api | undefined>(undefined);

export function useApi(): Api {
  const api = use(ApiContext);
  if (api === undefined) throw new Error("could not find the api of the page");
  return api;
}

/** What a path answers, kept by its path: an act that changes it says so by `queryClient.invalidateQueries`. */
export function useRead<T>(
  path: string,
  options: { readonly refetchInterval?: number; readonly enabled?: boolean } = {},
): UseQueryResult<T> {
  const api = useApi();
  return useQuery<T>({ ...options, queryKey: [path], queryFn: ({ signal }) => api.get<T>(path, { signal }) });
}

/** A key for one act: the same until `what` is something else or it was done. */
export function newKey(): string {
  return crypto.randomUUID();
}
