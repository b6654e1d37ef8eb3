import type { Chosen } from "./mapping.ts";
import type { TableStart } from "./table-file.ts";

/** By which mapping a file is read. `by-hand`: its columns are chosen here. */
export type Reading = {
  readonly way: string;
  readonly start: TableStart | undefined;
  readonly chosen: Chosen;
  /** As the server takes it. */
  readonly mapping: string;
};
