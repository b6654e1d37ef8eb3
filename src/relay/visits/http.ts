import { toString as drawQr } from "qrcode";
import { parseId } from "../../base/ids.ts";
import type { Caller, Route } from "../../base/route.ts";
import { route } from "../../base/route.ts";
import { idParam } from "../../base/wire.ts";
import type { Store } from "../../store/index.ts";
import type { VisitDeps } from "./announce-visit.ts";
import { announceVisit } from "./announce-visit.ts";
import { readVisitSlip } from "./read-visit-slip.ts";
import type { AnnouncementRefusal } from "./rules.ts";
import { announcementAnswer, visitSlipAnswer } from "./wire.ts";

const STATUS = {
  already_announced: 409,
  customer_opted_out: 409,
  mission_cancelled: 409,
  no_phone: 409,
  not_assigned: 409,
  pair_cut: 409,
  unknown_mission: 404,
  window_closed: 409,
} as const satisfies { readonly [code in AnnouncementRefusal]: number };

const refuse = (code: AnnouncementRefusal) => ({ status: STATUS[code], problem: code });
const AUDIENCE = { machine: "visits:write", desk: ["dispatcher"] } as const;

/** What is told of a visit beforehand: by text, and on paper. */
export function visitRoutes({ store, ...deps }: VisitDeps & { readonly store: Store }): readonly Route[] {
  return [
    route({
      id: "relay.announce-visit",
      method: "POST",
      path: "/v1/missions/:id/announce",
      audience: AUDIENCE,
      summary: "Sends the customer her appointment: when, the masked number, her page and where to report",
      params: idParam,
      isRepeatable: true,
      answers: { 200: announcementAnswer },
      async act({ params }, caller) {
        const mission = parseId("mission", params.id);
        if (mission === undefined) return refuse("unknown_mission");
        const announced = await store.transaction((tx) => announceVisit(tx, deps, mission, callerId(caller)));
        if (!announced.ok) return refuse(announced.code);
        return { status: 200, body: { mission, announcedAt: announced.announcedAt.toISOString() } };
      },
    }),
    route({
      id: "relay.read-visit-slip",
      method: "GET",
      path: "/v1/missions/:id/visit-slip",
      audience: AUDIENCE,
      summary: "What is printed on a visit slip: links, the number for reports, a QR code; reading it is recorded",
      params: idParam,
      answers: { 200: visitSlipAnswer },
      async act({ params }, caller) {
        const mission = parseId("mission", params.id);
        if (mission === undefined) return refuse("unknown_mission");
        const slip = await store.transaction((tx) => readVisitSlip(tx, deps, mission, callerId(caller)));
        if (slip === undefined) return refuse("unknown_mission");
        const { numberPage, reportNumber, ...pages } = slip;
        const qr = await drawQr(slip.visitPage, { type: "svg", errorCorrectionLevel: "M" });
        const body = { ...pages, numberPage: numberPage ?? null, reportNumber: reportNumber ?? null, qr };
        return { status: 200, body, headers: { "cache-control": "no-store" } };
      },
    }),
  ];
}

/** Who asked: an account of the desk or a machine key. */
function callerId(caller: Caller): string {
  if (caller.kind === "desk") return caller.deskUser;
  if (caller.kind === "machine") return caller.keyId;
  throw new Error("could not act for a caller of no kind that is let in");
}
