import type { CustomerId, DeskUserId, MissionId, StaffId } from "../base/ids.ts";
import { newId, parseId } from "../base/ids.ts";
import { parsePhone } from "../base/phone.ts";
import type { Caller } from "../base/route.ts";
import type { Sealed } from "../base/sealed.ts";
import { seal } from "../base/sealed.ts";
import { findCustomer } from "../missions/index.ts";
import { staffByReferences } from "../people/index.ts";
import type { Tx } from "../store/index.ts";
import type { NewReport, Told } from "./new-report.ts";
import * as sql from "./sql.ts";
import type { By, Door, ReportNotice, ReportRequest } from "./wire.ts";

/** A request as a report, and what of it was not understood: a wrong reference costs nobody their report. */
export async function readRequest(
  tx: Tx,
  request: ReportRequest,
  caller: Caller,
  language: "fr" | "en",
): Promise<{ readonly report: NewReport; readonly notices: readonly ReportNotice[] }> {
  const notices: ReportNotice[] = [];
  const noticed = <T>(notice: ReportNotice, asked: unknown, found: T | undefined): T | undefined => {
    if (asked !== undefined && found === undefined) notices.push(notice);
    return found;
  };
  const { wish, danger, contact } = request;
  const phone = contact?.phone === undefined ? undefined : phoneOf(contact.phone);
  const mission = noticed("unknown_mission", request.mission, await missionOf(tx, request.mission));
  const customer = noticed("unknown_customer", request.customer, await customerOf(tx, request.customer));
  const staff = noticed("unknown_staff", request.staff, await staffOf(tx, request.staff));
  const report: NewReport = {
    ...toldIn(request),
    ...whoAsks(caller, request.by),
    // Of no meaning to anybody: the receipt is made of it.
    source: newId("signal"),
    language: request.language ?? language,
    mission,
    customer,
    staff,
    reference: ledNowhere(request, { mission, customer, staff }),
    wish,
    isDanger: danger === true,
    phone: noticed("phone_invalid", contact?.phone, phone),
    hours: contact?.hours === undefined ? undefined : seal(contact.hours),
    bySms: contact?.bySms,
  };
  return { report, notices: notices.filter((notice) => isFor(notice, caller)) };
}

/** Staff learn from no answer whether a customer or a mission exists. */
function isFor(notice: ReportNotice, caller: Caller): boolean {
  return caller.kind !== "staff" || (notice !== "unknown_customer" && notice !== "unknown_mission");
}

/** What was named and is not known here goes with the report as it was typed: it may be all that people have to go by. */
function ledNowhere(
  asked: Pick<ReportRequest, "mission" | "customer" | "staff">,
  found: Pick<NewReport, "mission" | "customer" | "staff">,
): Sealed<string> | undefined {
  const names = ["mission", "customer", "staff"] as const;
  const lost = names.filter((name) => asked[name] !== undefined && found[name] === undefined);
  if (lost.length === 0) return undefined;
  return seal(lost.map((name) => `${name}: ${[asked[name]].flat().join(", ")}`).join("; "));
}

function whoAsks(
  caller: Caller,
  by: By | undefined,
): { readonly door: Door; readonly by: By; readonly reporter?: StaffId; readonly filedBy?: DeskUserId } {
  if (caller.kind === "staff") return { door: "staff", by: "staff", reporter: caller.staff };
  if (caller.kind === "desk") return { door: "desk", by: by ?? "unknown", filedBy: caller.deskUser };
  return { door: "api", by: by ?? "unknown" };
}

export function toldIn({
  what,
  text,
  when,
  offPlatform,
}: Pick<ReportRequest, "what" | "text" | "when" | "offPlatform">): Told {
  const sealed = (word: string | undefined): Sealed<string> | undefined =>
    word === undefined ? undefined : seal(word);
  return {
    what: what ?? [],
    text: sealed(text),
    when: sealed(when),
    message: sealed(offPlatform?.text),
    number: sealed(offPlatform?.number),
  };
}

function phoneOf(typed: string): Sealed<string> | undefined {
  const read = parsePhone(typed, "FR");
  return read.ok ? seal(read.e164) : undefined;
}

async function missionOf(tx: Tx, asked: string | undefined): Promise<MissionId | undefined> {
  const id = asked === undefined ? undefined : parseId("mission", asked);
  if (id === undefined) return undefined;
  const [row] = await tx.query<{ mission_id: MissionId }>(sql.SELECT_MISSION, [tx.tenant, id]);
  return row?.mission_id;
}

async function customerOf(tx: Tx, asked: string | undefined): Promise<CustomerId | undefined> {
  return asked === undefined ? undefined : findCustomer(tx, asked);
}

/** All of those who were named, or none: a wrong reference among them must not make somebody else the only one. */
async function staffOf(tx: Tx, asked: ReportRequest["staff"]): Promise<NewReport["staff"]> {
  if (asked === undefined || asked === "unsure") return asked;
  const found = await staffByReferences(tx, asked);
  return asked.every((reference) => found.has(reference)) ? [...found.values()].map(({ id }) => id) : undefined;
}
