import { z } from "zod";
import type { MissionId, StaffId } from "../../base/ids.ts";
import { parseId } from "../../base/ids.ts";
import type { Reply, Route } from "../../base/route.ts";
import { route, staffOf } from "../../base/route.ts";
import { openSealed, seal } from "../../base/sealed.ts";
import { sentence } from "../../base/text.ts";
import { idParam } from "../../base/wire.ts";
import { parseCivilDate } from "../../charter/index.ts";
import type { MissionDeps } from "../../missions/index.ts";
import { readOwnMission, setOffBy, showCustomerName } from "../../missions/index.ts";
import { discloseTo } from "../disclose.ts";
import { READING_STATUS } from "../readings/http.ts";
import { readingAsked } from "../readings/wire.ts";
import { CONTACT_STATUS } from "../status.ts";
import { disclosureAnswer } from "../wire.ts";
import { askMyReading } from "./ask-my-reading.ts";
import { listMyMissions, myMissionOf, unreadOf } from "./list-my-missions.ts";
import { readThread } from "./read-thread.ts";
import { toldCode } from "./rules.ts";
import { screenDraft } from "./screen-draft.ts";
import { tellFindings } from "./tell-findings.ts";
import {
  myDisclosureRequest,
  myDraft,
  myMessageSent,
  myMission,
  myMissionList,
  myMissionRead,
  myText,
  myThread,
} from "./wire.ts";
import type { WritingDeps } from "./write-to-customer.ts";
import { writeToCustomer } from "./write-to-customer.ts";

export type MyMissionsDeps = WritingDeps & { readonly deps: MissionDeps };

const NOT_FOUND = { status: 404, problem: "not_found" } as const;
const STAFF = { staff: true } as const;

/** The staff app: a signed-in staff member's own missions. What is not theirs is answered as what is not there. */
export function myMissionsRoutes(parts: MyMissionsDeps): readonly Route[] {
  return [
    listRoute(parts),
    ...readingRoutes(parts),
    ...writingRoutes(parts),
    askReadingRoute(parts),
    ...doorRoutes(parts),
  ];
}

const dayQuery = z.strictObject({
  day: z
    .string()
    .max(10)
    .refine((day) => parseCivilDate(day) !== undefined, { params: { code: "date_invalid" } })
    .optional(),
});

function listRoute({ store, deps }: MyMissionsDeps): Route {
  return route({
    id: "relay.list-my-missions",
    method: "GET",
    path: "/v1/my-missions",
    audience: STAFF,
    summary: "One's own missions of a day, today unless told, in the order of their opening",
    query: dayQuery,
    answers: { 200: myMissionList },
    async act({ query }, caller) {
      const now = await store.now();
      const day = query.day === undefined ? undefined : parseCivilDate(query.day);
      const items = await listMyMissions(store, deps, staffOf(caller).staff, { day, now });
      const isScreened = deps.screener.isOn;
      return { status: 200, body: { items, next: null, now: now.toISOString(), isScreened } };
    },
  });
}

function readingRoutes({ store, vault, deps }: MyMissionsDeps): readonly Route[] {
  const { screener } = deps;
  return [
    route({
      id: "relay.read-my-mission",
      method: "GET",
      path: "/v1/my-missions/:id",
      audience: STAFF,
      summary: "One of one's own missions: whom one visits (recorded), and what was written; what is shown is read",
      params: idParam,
      answers: { 200: myMissionRead },
      async act({ params, language }, caller) {
        const id = parseId("mission", params.id);
        const { staff } = staffOf(caller);
        if (id === undefined) return NOT_FOUND;
        return store.transaction(async (tx) => {
          const name = await showCustomerName(tx, vault, staff, id);
          const mission = await readOwnMission(tx, vault, staff, { id, now: tx.now });
          if (mission === undefined) return NOT_FOUND;
          const unread = await unreadOf(tx, staff, [mission]);
          const messages = await readThread(tx, vault, mission, staff, language);
          const customerName = name === undefined ? null : openSealed(name);
          const about = { now: tx.now.toISOString(), isScreened: screener.isOn };
          return { status: 200, body: { ...myMissionOf(mission, unread), customerName, messages, ...about } };
        });
      },
    }),
    route({
      id: "relay.read-my-thread",
      method: "GET",
      path: "/v1/my-missions/:id/messages",
      audience: STAFF,
      summary: "What was written on one of one's own missions; what is shown is read",
      params: idParam,
      answers: { 200: myThread },
      async act({ params, language }, caller) {
        const id = parseId("mission", params.id);
        const { staff } = staffOf(caller);
        if (id === undefined) return NOT_FOUND;
        return store.transaction(async (tx) => {
          const mission = await readOwnMission(tx, vault, staff, { id, now: tx.now });
          if (mission === undefined) return NOT_FOUND;
          const items = await readThread(tx, vault, mission, staff, language);
          return { status: 200, body: { items, next: null, now: tx.now.toISOString() } };
        });
      },
    }),
  ];
}

function writingRoutes(parts: MyMissionsDeps): readonly Route[] {
  const { store, deps } = parts;
  return [
    route({
      id: "relay.write-to-customer",
      method: "POST",
      path: "/v1/my-missions/:id/messages",
      audience: STAFF,
      summary: "Writes to whom one visits, through the gate; what is kept back is told with what was seen in it",
      params: idParam,
      body: myText,
      answers: { 200: myMessageSent },
      isRepeatable: true,
      async act({ params, body, idempotencyKey: once, language }, caller) {
        const mission = parseId("mission", params.id);
        if (mission === undefined) return NOT_FOUND;
        const written = { mission, staff: staffOf(caller).staff, text: body.text, once };
        const sent = await writeToCustomer(parts, written, language);
        return sent === undefined ? NOT_FOUND : { status: 200, body: sent };
      },
    }),
    route({
      id: "relay.screen-draft",
      method: "POST",
      path: "/v1/my-missions/:id/drafts",
      audience: STAFF,
      summary: "What screening would say of a text before it is sent; records nothing",
      params: idParam,
      body: myText,
      answers: { 200: myDraft },
      async act({ params, body, language }, caller) {
        const mission = parseId("mission", params.id);
        if (mission === undefined) return NOT_FOUND;
        const written = { mission, staff: staffOf(caller).staff, text: seal(body.text) };
        const draft = await screenDraft(store, deps, written, await store.now());
        if (draft === undefined) return NOT_FOUND;
        const suggestion = draft.suggestion === undefined ? null : sentence(language, draft.suggestion, {});
        const findings = tellFindings(draft.findings, language);
        return { status: 200, body: { verdict: draft.verdict, findings, suggestion } };
      },
    }),
  ];
}

function askReadingRoute({ store }: MyMissionsDeps): Route {
  return route({
    id: "relay.ask-my-reading",
    method: "POST",
    path: "/v1/my-attempts/:id/reading",
    audience: STAFF,
    summary: "Asks that a person reads a text of one's own that was kept back",
    params: idParam,
    answers: { 200: readingAsked },
    async act({ params }, caller) {
      const id = parseId("attempt", params.id);
      if (id === undefined) return NOT_FOUND;
      const asked = await store.transaction((tx) => askMyReading(tx, staffOf(caller).staff, id));
      if (!asked.ok) return { status: READING_STATUS[asked.code], problem: asked.code };
      return { status: 200, body: { attempt: id, askedAt: asked.askedAt.toISOString() } };
    },
  });
}

function doorRoutes(parts: MyMissionsDeps): readonly Route[] {
  const { store, vault } = parts;
  return [
    route({
      id: "relay.set-off-myself",
      method: "POST",
      path: "/v1/my-missions/:id/on-my-way",
      audience: STAFF,
      summary: "One has set off: the access notes may be shown",
      params: idParam,
      answers: { 200: myMission },
      isRepeatable: true,
      async act({ params }, caller) {
        const id = parseId("mission", params.id);
        const { staff } = staffOf(caller);
        if (id === undefined) return NOT_FOUND;
        const result = await store.transaction((tx) => setOffBy(tx, id, staff));
        if (result.ok) return answerMyMission(parts, staff, id);
        const { code } = result;
        return code === "mission_cancelled" || code === "mission_closed" ? { status: 409, problem: code } : NOT_FOUND;
      },
    }),
    route({
      id: "relay.disclose-to-me",
      method: "POST",
      path: "/v1/my-missions/:id/disclosures",
      audience: STAFF,
      summary: "Shows oneself the address, or the access notes once one has set off, inside the window",
      params: idParam,
      body: myDisclosureRequest,
      answers: { 200: disclosureAnswer },
      async act({ params, body: { what } }, caller) {
        const mission = parseId("mission", params.id);
        if (mission === undefined) return NOT_FOUND;
        const shown = await store.transaction((tx) => discloseTo(tx, vault, { mission, what }, staffOf(caller).staff));
        if (!shown.ok) {
          const { code, attempt, leaf } = shown;
          if (code === "not_assigned" || code === "unknown_mission") return NOT_FOUND;
          return { status: CONTACT_STATUS[code], problem: toldCode(code), more: { attempt, leaf } };
        }
        const value = shown.value === undefined ? null : openSealed(shown.value);
        return { status: 200, body: { attempt: shown.attempt, leaf: shown.leaf, [what]: value } };
      },
    }),
  ];
}

async function answerMyMission({ store, vault }: MyMissionsDeps, staff: StaffId, id: MissionId): Promise<Reply> {
  const mission = await readOwnMission(store, vault, staff, { id, now: await store.now() });
  if (mission === undefined) return NOT_FOUND;
  return { status: 200, body: myMissionOf(mission, await unreadOf(store, staff, [mission])) };
}
