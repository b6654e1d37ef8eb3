import type { Config } from "../base/config.ts";
import type { Log } from "../base/log.ts";
import { errorFields } from "../base/log.ts";
import { Activations } from "../charter/index.ts";
import { GuardedScreener, Screener } from "../screening/index.ts";
import type { Store } from "../store/index.ts";

export type ScreeningConfig = Pick<Config, "isProduction" | "hasScreeningModel" | "officialNumbers" | "officialHosts">;
export type Screening = { readonly activations: Activations; readonly screener: GuardedScreener };

/** Screening, on as far as its activation says. */
export async function openScreening(store: Store, config: ScreeningConfig, log: Log): Promise<Screening> {
  const activations = new Activations(config);
  await activations.refresh(store);
  const screener = new GuardedScreener({
    open: () => new Screener({ hasModel: config.hasScreeningModel }),
    official: config,
    isOn: () => activations.isOn("screening"),
    onFailure: (error) => log.error("screening.failed", errorFields(error)),
  });
  return { activations, screener };
}
