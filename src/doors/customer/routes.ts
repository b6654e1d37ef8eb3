import type { Log } from "../../base/log.ts";
import type { Route } from "../../base/route.ts";
import type { MissionDeps } from "../../missions/index.ts";
import type { Relay } from "../../relay/index.ts";
import type { ReportSpool } from "../../reports/index.ts";
import type { Store } from "../../store/index.ts";
import { assetRoutes } from "./assets.ts";
import { Delays } from "./delays.ts";
import { exitRoute } from "./exit.ts";
import { followRoutes } from "./follow.ts";
import { lostRoutes } from "./lost.ts";
import { plainRoutes } from "./plain.ts";
import type { PageParts } from "./reply.ts";
import { reportRoutes } from "./report.ts";
import { speakingOf } from "./speaking.ts";
import { visitRoutes } from "./visit.ts";

export type CustomerParts = PageParts & {
  readonly store: Store;
  readonly deps: MissionDeps;
  readonly relay: Relay;
  readonly reportSpool: ReportSpool;
  readonly log: Log;
  readonly publicUrl: string;
};

/** Pages of an address within ten minutes that cost no time: behind one of a mobile operator are thousands of people. */
const FREE_PAGES = 1_000;

/** Everything a customer opens in a browser. */
export function customerRoutes(customer: CustomerParts): readonly Route[] {
  const { publicUrl, deps, store, log } = customer;
  const { vault } = deps;
  const speaking = speakingOf({ store, vault, log, publicUrl }, customer.reportSpool);
  const parts = { ...customer, ...speaking, vault, delays: new Delays(FREE_PAGES) };
  return [
    ...assetRoutes(),
    exitRoute(publicUrl),
    ...plainRoutes(parts),
    ...visitRoutes(parts),
    ...reportRoutes(parts),
    ...lostRoutes(parts),
    ...followRoutes(parts),
  ];
}
