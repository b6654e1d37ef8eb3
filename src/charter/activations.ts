import type { Query } from "../store/index.ts";
import { TENANT } from "../store/index.ts";
import * as sql from "./sql.ts";
import type { Module } from "./wire.ts";

/**
 * Which modules that watch staff are on, as this process last read it: at its start, with each switch that it makes
 * itself, and each minute for what another one switched. Outside production all are on: there is nobody to watch.
 */
export class Activations {
  readonly #isProduction: boolean;
  #inForce: ReadonlySet<Module> = new Set();

  constructor({ isProduction }: { readonly isProduction: boolean }) {
    this.#isProduction = isProduction;
  }

  isOn(module: Module): boolean {
    return !this.#isProduction || this.#inForce.has(module);
  }

  async refresh(run: Query): Promise<void> {
    const rows = await run.query<{ module: Module }>(sql.SELECT_IN_FORCE, [TENANT]);
    this.#inForce = new Set(rows.map(({ module }) => module));
  }
}
