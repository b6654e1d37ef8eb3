import type { Readable } from "node:stream";
import type { z } from "zod";
import type { MissionId } from "../base/ids.ts";
import { parseId } from "../base/ids.ts";
import type { Tx } from "../store/index.ts";
import type { By, Reply, Route } from "../base/route.ts";
import { byOf, DUTIES, route } from "../base/route.ts";
import { idParam } from "../base/wire.ts";
import type { Language } from "../base/text.ts";
import { changeMission } from "./change-mission.ts";
import type { ActResult } from "./close-mission.ts";
import { cancelMission, closeMission, reopenMission } from "./close-mission.ts";

import { createMissions } from "./create-missions.ts";
import type { ImportDeps } from "./import-file.ts";
import { importFile, SAMPLES } from "./import-file.ts";
import { listMappings, readImport, readImports } from "./imports/read-imports.ts";
import { listMissions } from "./lists/list-missions.ts";
import { summariseMissions } from "./lists/summarise-missions.ts";
import { readMissions } from "./read-missions.ts";
import { setOff } from "./set-off.ts";
import type { MissionRefusal } from "./wire.ts";
import {
  cancelRequest,
  closeRequest,
  importAnswer,
  importList,
  importListQuery,
  importQuery,
  importRecord,
  mappingList,
  missionAnswer,
  missionList,
  missionPatch,
  missionQuery,
  missionRequest,
  missionSummary,
  purposeList,
  onMyWayRequest,
  reopenRequest,
  summaryQuery,
} from "./wire.ts";

const STATUS = {
  unknown_mission: 404,
  unknown_purpose: 400,
  purpose_prohibited: 403,
  channel_not_in_purpose: 400,
  unknown_staff: 400,
  staff_suspended: 409,
  staff_on_hold: 409,
  charter_not_acknowledged: 409,
  window_inverted: 400,
  window_too_long: 400,
  window_over: 400,
  phone_invalid: 400,
  notes_screened: 422,
  reference_taken: 409,
  pair_cut: 409,
  customer_erased: 409,
  mission_closed: 409,
  mission_not_closed: 409,
  mission_cancelled: 409,
} as const satisfies { readonly [code in MissionRefusal]: number };

const NOT_FOUND = { status: 404, problem: "not_found" } as const;
const INVALID = { status: 400, problem: "invalid_request" } as const;
const READ = { machine: "missions:read", desk: ["dispatcher"] } as const;
const WRITE = { machine: "missions:write", desk: ["dispatcher"] } as const;

export type MissionRoutesDeps = ImportDeps;

/** `POST /v1/missions` and everything under it. */
export function missionRoutes(deps: MissionRoutesDeps): readonly Route[] {
  return [
    ...readingRoutes(deps),
    purposeRoute(deps),
    ...creatingRoutes(deps),
    ...importRoutes(deps),
    ...actRoutes(deps),
  ];
}

function refused(code: MissionRefusal): Reply {
  return { status: STATUS[code], problem: code };
}

async function answerMission(
  { store, ...deps }: MissionRoutesDeps,
  id: string,
  status: number,
  language: Language,
): Promise<Reply> {
  const mission = parseId("mission", id);
  if (mission === undefined) return NOT_FOUND;
  const [body] = await readMissions(store, deps, await store.now(), { ids: [mission] }, language);
  return body === undefined ? NOT_FOUND : { status, body };
}

function readingRoutes(deps: MissionRoutesDeps): readonly Route[] {
  const { store } = deps;
  return [
    route({
      id: "missions.list-missions",
      method: "GET",
      path: "/v1/missions",
      audience: READ,
      summary:
        "Missions by day, status, staff member, purpose or the beginning of their reference, or the one with a reference",
      query: missionQuery,
      answers: { 200: missionList },
      async act({ query, language }) {
        const now = await store.now();
        if (query.reference !== undefined) {
          const items = await readMissions(store, deps, now, { references: [query.reference] }, language);
          return { status: 200, body: { items, next: null } };
        }
        const body = await listMissions(store.lists, deps, query, now, language);
        return body === undefined ? INVALID : { status: 200, body };
      },
    }),
    route({
      id: "missions.summarise-missions",
      method: "GET",
      path: "/v1/missions/summary",
      audience: READ,
      summary: "How many missions open on a day, by status and hour, and how many are short of a number",
      query: summaryQuery,
      answers: { 200: missionSummary },
      async act({ query }) {
        const body = await summariseMissions(store, deps, query.day, await store.now());
        return body === undefined ? INVALID : { status: 200, body };
      },
    }),
    route({
      id: "missions.read-mission",
      method: "GET",
      path: "/v1/missions/:id",
      audience: READ,
      summary: "One mission with its lines; never a real number",
      params: idParam,
      answers: { 200: missionAnswer },
      act: ({ params, language }) => answerMission(deps, params.id, 200, language),
    }),
  ];
}

/** What contact may be for, and how far each purpose goes: the same for everybody. */
function purposeRoute({ purposes }: MissionRoutesDeps): Route {
  return route({
    id: "missions.list-purposes",
    method: "GET",
    path: "/v1/purposes",
    audience: { machine: "missions:read", desk: DUTIES },
    summary: "What contact with a customer may be for, with the figures that limit it",
    answers: { 200: purposeList },
    async act() {
      const items = purposes.map(
        ({ legalBasisIri: legalBasis, maxTextsPerMission: maxTexts, maxCallsPerMission: maxCalls, ...rest }) => {
          return { ...rest, legalBasis, maxTexts, maxCalls };
        },
      );
      return { status: 200, body: { items, next: null } };
    },
  });
}

function creatingRoutes(deps: MissionRoutesDeps): readonly Route[] {
  const { store } = deps;
  return [
    route({
      id: "missions.create-mission",
      method: "POST",
      path: "/v1/missions",
      audience: WRITE,
      summary: "Creates a mission; the same reference with the same body is the same mission",
      body: missionRequest,
      isRepeatable: true,
      answers: { 201: missionAnswer, 200: missionAnswer },
      async act({ body, language }, caller) {
        const [result] = await store.transaction((tx) => createMissions(tx, deps, [body], byOf(caller)));
        if (result === undefined) throw new Error("could not create a mission");
        if (!result.ok) return refused(result.code);
        return answerMission(deps, result.id, result.isNew ? 201 : 200, language);
      },
    }),
    route({
      id: "missions.import-missions",
      method: "POST",
      path: "/v1/missions/import",
      audience: WRITE,
      summary: "Takes missions from a CSV export; good rows go in whatever the bad ones are",
      query: importQuery,
      streams: "text/csv",
      answers: { 200: importAnswer },
      async act({ query, stream, language }, caller) {
        const answer = await importFile(deps, stream as Readable, query, language, byOf(caller));
        return answer.ok ? { status: 200, body: answer.body } : { status: 400, problem: answer.code };
      },
    }),
  ];
}

/** How far imports are, and what a file can be read by. */
function importRoutes({ store, mappingsFolder }: MissionRoutesDeps): readonly Route[] {
  return [
    route({
      id: "missions.list-imports",
      method: "GET",
      path: "/v1/imports",
      audience: READ,
      summary: "Imports of the last month, the latest first, and how far each is",
      query: importListQuery,
      answers: { 200: importList },
      async act({ query }) {
        const items = await readImports(store, query.limit, await store.now());
        return { status: 200, body: { items, next: null } };
      },
    }),
    route({
      id: "missions.read-import",
      method: "GET",
      path: "/v1/imports/:id",
      audience: READ,
      summary: "How far an import is",
      params: idParam,
      answers: { 200: importRecord },
      async act({ params }) {
        const id = parseId("import", params.id);
        const body = id === undefined ? undefined : await readImport(store, id, await store.now());
        return body === undefined ? NOT_FOUND : { status: 200, body };
      },
    }),
    route({
      id: "missions.list-mappings",
      method: "GET",
      path: "/v1/import-mappings",
      audience: READ,
      summary: "By which mappings a file can be read: the company's own, and those that come with the house",
      answers: { 200: mappingList },
      act: () => Promise.resolve({ status: 200, body: { items: listMappings(mappingsFolder, SAMPLES), next: null } }),
    }),
  ];
}

function actRoutes(deps: MissionRoutesDeps): readonly Route[] {
  return [
    actRoute(deps, {
      id: "missions.change-mission",
      method: "PATCH",
      path: "/v1/missions/:id",
      summary: "Reschedules, reassigns, or corrects the customer's phone; lines follow",
      body: missionPatch,
      act(tx, id, { opensAt, closesAt, staff, customer }, by) {
        const change = {
          opensAt: opensAt === undefined ? undefined : new Date(opensAt),
          closesAt: closesAt === undefined ? undefined : new Date(closesAt),
          staff,
          customer,
        };
        return changeMission(tx, deps, id, change, by);
      },
    }),
    actRoute(deps, {
      id: "missions.close-mission",
      method: "POST",
      path: "/v1/missions/:id/close",
      summary: "Closes a mission now; its grace period begins",
      body: closeRequest,
      act: (tx, id, body, by) => closeMission(tx, deps, id, body, by),
    }),
    actRoute(deps, {
      id: "missions.reopen-mission",
      method: "POST",
      path: "/v1/missions/:id/reopen",
      summary: "Opens a closed mission again, with a reason that is recorded",
      body: reopenRequest,
      act: (tx, id, body, by) => reopenMission(tx, deps, id, { ...body, closesAt: new Date(body.closesAt) }, by),
    }),
    actRoute(deps, {
      id: "missions.cancel-mission",
      method: "POST",
      path: "/v1/missions/:id/cancel",
      summary: "Takes a mission back: nothing goes through it any more",
      body: cancelRequest,
      act: (tx, id, body, by) => cancelMission(tx, deps, id, body, by),
    }),
    actRoute(deps, {
      id: "missions.set-off",
      method: "POST",
      path: "/v1/missions/:id/on-my-way",
      summary: "A staff member has set off: the access notes may be shown",
      body: onMyWayRequest,
      act: (tx, id, { staff }, by) => setOff(tx, id, staff, by),
    }),
  ];
}

/** A route of an act on one mission: it answers with the mission as it is afterwards, or with the refusal. */
function actRoute<B extends z.ZodType>(
  deps: MissionRoutesDeps,
  description: Pick<Route, "id" | "method" | "path" | "summary"> & {
    readonly body: B;
    readonly act: (tx: Tx, id: MissionId, body: z.output<B>, by: By | undefined) => Promise<ActResult>;
  },
): Route {
  const { act, ...rest } = description;
  return route({
    ...rest,
    audience: WRITE,
    params: idParam,
    isRepeatable: description.method === "POST",
    answers: { 200: missionAnswer },
    async act({ params, body, language }, caller) {
      const id = parseId("mission", params.id);
      if (id === undefined) return NOT_FOUND;
      // The page of the two handsets acts for nobody.
      const by = caller.kind === "nobody" ? undefined : byOf(caller);
      const result = await deps.store.transaction((tx) => act(tx, id, body as z.output<B>, by));
      return result.ok ? answerMission(deps, id, 200, language) : refused(result.code);
    },
  });
}
