/** `GET /v1/imports`: one file that was read. */
export type ImportRecord = {
  readonly id: string;
  readonly state: "running" | "done" | "failed";
  readonly by: string | null;
  readonly mapping: string;
  readonly isDryRun: boolean;
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
};
