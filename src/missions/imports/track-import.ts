import type { ImportId } from "../../base/ids.ts";
import { newId } from "../../base/ids.ts";
import type { By } from "../../base/route.ts";
import type { Query, Store } from "../../store/index.ts";
import { TENANT } from "../../store/index.ts";
import * as sql from "./sql.ts";

/** How long what is known of an import is kept: nobody asks for it a month later. */
const KEPT_MS = 30 * 86_400_000;
/** How often whoever waits is told, ms of real time. Shorter writes more than anybody looks. */
const TOLD_EVERY_MS = 500;

export type Progress = { readonly rows: number; readonly accepted: number; readonly rejected: number };

/** Keeps how far an import is where other nodes see it. Nothing of it decides anything. */
export class TrackedImport {
  readonly id: ImportId;
  readonly #run: Query;
  #told: Progress = { rows: 0, accepted: 0, rejected: 0 };
  #toldAtMs = performance.now();

  private constructor(run: Query, id: ImportId) {
    this.#run = run;
    this.id = id;
  }

  static async begin(
    store: Store,
    about: { readonly by: By | undefined; readonly mapping: string; readonly isDryRun: boolean },
  ): Promise<TrackedImport> {
    const id = newId("import");
    const { by, mapping, isDryRun } = about;
    const begunBy = by === undefined ? null : "key" in by ? by.key : by.deskUser;
    await store.transaction(async (tx) => {
      await tx.query(sql.FORGET_IMPORTS, [tx.tenant, new Date(tx.now.getTime() - KEPT_MS)]);
      await tx.query(sql.INSERT_IMPORT, [tx.tenant, id, begunBy, mapping, isDryRun, tx.now]);
    });
    return new TrackedImport(store, id);
  }

  /** Now and then: told of each row, it would take longer than the rows. */
  async tell(progress: Progress): Promise<void> {
    this.#told = progress;
    if (performance.now() - this.#toldAtMs < TOLD_EVERY_MS) return;
    this.#toldAtMs = performance.now();
    await this.#write("running");
  }

  async end(state: "done" | "failed", progress: Progress = this.#told): Promise<void> {
    this.#told = progress;
    await this.#write(state);
  }

  async #write(state: "running" | "done" | "failed"): Promise<void> {
    const { rows, accepted, rejected } = this.#told;
    await this.#run.query(sql.UPDATE_IMPORT, [TENANT, this.id, rows, accepted, rejected, state]);
  }
}
