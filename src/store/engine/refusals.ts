export type EngineRefusal = {
  readonly code:
    | "data_in_use"
    | "data_newer"
    | "data_older"
    | "data_unreachable"
    | "no_postgres"
    | "not_durable"
    | "server_too_old"
    | "server_unreachable";
  /** One English sentence for whoever starts the program: what is wrong and what to do. Never a password. */
  readonly detail: string;
};

/** Thrown by `openEngine`: there is nothing to record a refusal in when there is no database. */
export class EngineRefused extends Error {
  readonly refusal: EngineRefusal;

  constructor(refusal: EngineRefusal) {
    super(refusal.detail);
    this.name = "EngineRefused";
    this.refusal = refusal;
  }
}
