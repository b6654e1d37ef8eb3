import type { Log } from "../../base/log.ts";
import type { Route } from "../../base/route.ts";
import type { MissionDeps } from "../../missions/index.ts";
import type { Relay } from "../../relay/index.ts";
import type { Store } from "../../store/index.ts";
import { assetRoutes } from "./assets.ts";
import { Delays } from "./delays.ts";
import { exitRoute } from "./exit.ts";
import type { Following } from "./follow.ts";
import { followRoutes } from "./follow.ts";
import { plainRoutes } from "./plain.ts";
import type { PageParts } from "./reply.ts";
import type { ReportParts } from "./report.ts";
import { reportRoutes } from "./report.ts";
import { visitRoutes } from "./visit.ts";

export type CustomerParts = PageParts & {
  readonly store: Store;
  readonly deps: MissionDeps;
  readonly relay: Relay;
  readonly log: Log;
  readonly publicUrl: string;
  readonly reports?: { readonly takeReport: ReportParts["takeReport"]; readonly following: Following };
};

/** Pages of an address within ten minutes that cost no time: a family behind one address, and a finger that taps twice. */
const FREE_PAGES = 120;
/** Receipts tried: with 75 bits it is not the delay that keeps them, but it keeps the noise down. */
const FREE_TRIES = 20;

/** Everything a customer opens in a browser. */
export function customerRoutes(parts: CustomerParts): readonly Route[] {
  const { publicUrl, deps, reports } = parts;
  const delays = new Delays(FREE_PAGES);
  return [
    ...assetRoutes(),
    exitRoute(publicUrl),
    ...plainRoutes({ ...parts, delays }),
    ...visitRoutes({ ...parts, delays }),
    ...(reports === undefined ? [] : reportRoutes({ ...parts, ...reports, delays })),
    ...(reports === undefined ? [] : followRoutes({ ...parts, ...reports, vault: deps.vault, delays: new Delays(FREE_TRIES) })),
  ];
}
