import { parseId } from "../base/ids.ts";
import type { Route } from "../base/route.ts";
import { byOf, DUTIES, route } from "../base/route.ts";
import { idParam } from "../base/wire.ts";
import type { Activations } from "./activations.ts";
import type { CharterDeps } from "./charters/http.ts";
import { acknowledgementRoutes, versionRoutes } from "./charters/http.ts";
import { endActivation } from "./end-activation.ts";
import { lessonRoutes } from "./lessons/http.ts";
import { noticeRoutes } from "./notices/http.ts";
import { listRegimes } from "./regimes/list-regimes.ts";
import { regimeList } from "./regimes/wire.ts";
import { readActivations } from "./read-activations.ts";
import { recordActivation } from "./record-activation.ts";
import type { ActivationRefusal } from "./rules.ts";
import { activationAnswer, activationList, activationRequest } from "./wire.ts";

const STATUS = {
  activation_incomplete: 422,
  consultation_in_future: 422,
  activation_in_force: 409,
  notice_unknown: 422,
} as const satisfies { readonly [code in ActivationRefusal]: number };

/** Whoever answers for data protection decides; the others see what is on. */
const WRITE = { machine: "activations:write", desk: ["dpo"] } as const;
const NOT_FOUND = { status: 404, problem: "not_found" } as const;

export type CharterRoutesDeps = CharterDeps & { readonly activations: Activations };

export function charterRoutes(deps: CharterRoutesDeps): readonly Route[] {
  return [
    ...activationRoutes(deps),
    ...versionRoutes(deps),
    ...acknowledgementRoutes(deps.store),
    ...noticeRoutes(deps.store),
    ...lessonRoutes(deps.store),
    regimeRoute(),
  ];
}

/** The same for everybody: the law is no secret. */
function regimeRoute(): Route {
  return route({
    id: "charter.list-regimes",
    method: "GET",
    path: "/v1/regimes",
    audience: { machine: "charter:read", desk: DUTIES },
    summary: "What the law asks by when under each regime and in each procedure, with the article of each",
    answers: { 200: regimeList },
    act: () => Promise.resolve({ status: 200, body: listRegimes() }),
  });
}

function activationRoutes({ store, activations }: CharterRoutesDeps): readonly Route[] {
  return [
    route({
      id: "charter.record-activation",
      method: "POST",
      path: "/v1/activations",
      audience: WRITE,
      summary: "Switches a module on that watches staff, on recorded grounds",
      body: activationRequest,
      answers: { 201: activationAnswer },
      async act({ body }, caller) {
        const recorded = await store.transaction((tx) => recordActivation(tx, body, byOf(caller)));
        if (!recorded.ok) {
          const { code, missing } = recorded;
          return { status: STATUS[code], problem: code, ...(missing.length > 0 ? { more: { missing } } : {}) };
        }
        await activations.refresh(store);
        return { status: 201, body: recorded.activation };
      },
    }),
    route({
      id: "charter.list-activations",
      method: "GET",
      path: "/v1/activations",
      audience: { machine: "activations:read", desk: ["dpo", "auditor", "admin"] },
      summary: "Modules that watch staff: since when they were on, on what grounds, until when",
      answers: { 200: activationList },
      act: async () => ({ status: 200, body: { items: await readActivations(store), next: null } }),
    }),
    route({
      id: "charter.end-activation",
      method: "POST",
      path: "/v1/activations/:id/end",
      audience: WRITE,
      summary: "Switches a module off that watches staff",
      params: idParam,
      answers: { 200: activationAnswer },
      async act({ params }, caller) {
        const id = parseId("activation", params.id);
        const ended =
          id === undefined ? undefined : await store.transaction((tx) => endActivation(tx, id, byOf(caller)));
        if (ended === undefined) return NOT_FOUND;
        await activations.refresh(store);
        return { status: 200, body: ended };
      },
    }),
  ];
}
