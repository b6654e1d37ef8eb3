import { parseId } from "../../base/ids.ts";
import type { Duty, Route } from "../../base/route.ts";
import { deskOf, route } from "../../base/route.ts";
import { idParam } from "../../base/wire.ts";
import { NOT_FOUND } from "../act-routes.ts";
import type { CasesDeps } from "../deps.ts";
import { actorOf } from "../on-case.ts";
import { listAlerts, seeAlert } from "./see-alerts.ts";
import { alertList, alertQuery, alertSeen } from "./wire.ts";

const WATCHERS: readonly Duty[] = ["dpo", "handler"];

/** What somebody has to look at: readings beyond those assigned for the DPO, attempts on a cut pair for the handler. */
export function alertRoutes({ store }: CasesDeps): readonly Route[] {
  return [
    route({
      id: "cases.list-alerts",
      method: "GET",
      path: "/v1/alerts",
      audience: { desk: WATCHERS },
      summary: "What nobody has looked at yet: a handler's own cases, or what the DPO watches",
      query: alertQuery,
      answers: { 200: alertList },
      async act({ query }, caller) {
        const items = await listAlerts(store, actorOf(deskOf(caller)), query.limit);
        return { status: 200, body: { items, next: null } };
      },
    }),
    route({
      id: "cases.see-alert",
      method: "POST",
      path: "/v1/alerts/:id/seen",
      audience: { desk: WATCHERS },
      summary: "Somebody has looked at an alert",
      params: idParam,
      answers: { 200: alertSeen },
      async act({ params }, caller) {
        const id = parseId("alert", params.id);
        if (id === undefined) return NOT_FOUND;
        const seenAt = await store.transaction((tx) => seeAlert(tx, id, actorOf(deskOf(caller))));
        return seenAt === undefined ? NOT_FOUND : { status: 200, body: { id, seenAt: seenAt.toISOString() } };
      },
    }),
  ];
}
