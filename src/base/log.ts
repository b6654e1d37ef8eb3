import { pino } from "pino";

/**
 * What a log line may carry besides its event code: ids, codes, counts and durations. There is no field
 * for free text, so that a number, a name or a message cannot reach a log by accident.
 */
export type LogFields = {
  readonly [name in
    | "attempt"
    | "carrier"
    | "code"
    | "database"
    | "durationMs"
    | "errorCode"
    | "errorName"
    | "files"
    | "kind"
    | "log"
    | "mission"
    | "port"
    | "reference"
    | "room"
    | "route"
    | "signal"
    | "status"
    | "tries"
    | "version"
    | "witness"
    | "count"]?: string | number | undefined;
};

export type Log = {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
};

/** A log on standard output, in a file, or nowhere. */
export function openLog(destination: "stdout" | "silent" | (string & {})): Log {
  if (destination === "silent") return { info() {}, warn() {}, error() {} };
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const out = pino(options, pino.destination({ dest: destination === "stdout" ? 1 : destination, sync: false }));
  return {
    info: (event, fields) => out.info(fields ?? {}, event),
    warn: (event, fields) => out.warn(fields ?? {}, event),
    error: (event, fields) => out.error(fields ?? {}, event),
  };
}

/**
 * The only parts of a foreign error that may be logged: its name and its code. Messages of a database or
 * of a carrier quote values.
 */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return { errorName: error.name, errorCode: code ?? (error.cause === undefined ? undefined : causeCode(error.cause)) };
}

function causeCode(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  if ("code" in cause && typeof cause.code === "string") return cause.code;
  return cause.cause === undefined ? cause.name : causeCode(cause.cause);
}
