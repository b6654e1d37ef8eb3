import { z } from "zod";
import type { MissionId, StaffId } from "../../base/ids.ts";
import { formatPhone } from "../../base/phone.ts";
import type { Reply, Route, RouteInput } from "../../base/route.ts";
import { route } from "../../base/route.ts";
import { openSealed, seal } from "../../base/sealed.ts";
import type { Language } from "../../base/text.ts";
import { hasSentence, sentence } from "../../base/text.ts";
import type { MissionDeps, Visit } from "../../missions/index.ts";
import { contactEnds, openVisitToken, readVisit, showVisitNames } from "../../missions/index.ts";
import type { ChatMessage, Decided, Relay } from "../../relay/index.ts";
import { chatOf, MAX_CHAT_CHARACTERS } from "../../relay/index.ts";
import type { Store } from "../../store/index.ts";
import type { CustomerKey, VisitView } from "../../../web/customer/index.ts";
import { problemPage, visitPage } from "../../../web/customer/index.ts";
import type { Delays } from "./delays.ts";
import { formToken, openForm } from "./form-token.ts";
import type { PageParts } from "./reply.ts";
import { formBody, pageQuery, pageReply, seeOther, settingOf } from "./reply.ts";

export type VisitParts = PageParts & {
  readonly store: Store;
  readonly deps: MissionDeps;
  readonly relay: Relay;
  readonly delays: Delays;
};

export const visitParams = z.object({ token: z.string().max(100) });

type Input = Pick<RouteInput, "language" | "address"> & {
  readonly params: z.output<typeof visitParams>;
  readonly query: z.output<typeof pageQuery>;
};
type FormInput = Input & { readonly body: { readonly [field: string]: string | undefined } };

/** The page behind the signed link of a mission: whoever has the link is taken for her. */
export function visitRoutes(parts: VisitParts): readonly Route[] {
  const shared = { audience: "public", params: visitParams, query: pageQuery } as const;
  const page = { contentType: "text/html; charset=utf-8" };
  const form = { ...shared, method: "POST", isForm: true, body: formBody(MAX_CHAT_CHARACTERS) } as const;
  const answers = { 200: page, 303: page, 404: page, 410: page };
  return [
    route({
      ...shared,
      id: "customer.read-visit",
      method: "GET",
      path: "/v/:token",
      summary: "Who comes and when, and how to reach them",
      answers,
      act: (input) => showVisit(parts, input, 200, {}),
    }),
    route({
      ...form,
      id: "customer.write-to-staff",
      path: "/v/:token/messages",
      summary: "What she writes to who comes, through the gate",
      answers,
      act: (input) => write(parts, input, input.body["text"]),
    }),
    route({
      ...form,
      id: "customer.ask-call-back",
      path: "/v/:token/call-back",
      summary: "Asks who comes to call back, through the gate",
      answers,
      act: (input) => write(parts, input, sentence(input.language, "customer.visit.call-back.text", {})),
    }),
  ];
}

/** The mission of a link, or the answer that says that it leads nowhere: never was, or is no more. */
export async function visitOf(
  { store, deps, ...parts }: PageParts & Pick<VisitParts, "store" | "deps">,
  input: Omit<Input, "address">,
): Promise<{ readonly visit: Visit } | { readonly refused: Reply }> {
  const refused = (status: "404" | "410") =>
    pageReply(Number(status), problemPage(settingOf(parts, input, ""), status));
  const mission = openVisitToken(deps.vault, input.params.token);
  if (mission === undefined) return { refused: refused("404") };
  const visit = await readVisit(store, mission, await store.now());
  return visit === undefined ? { refused: refused("410") } : { visit };
}

/** Stands for a staff member on the pages of one mission, and for nobody elsewhere. */
export function staffTag({ vault }: MissionDeps, mission: MissionId, staff: StaffId): string {
  return vault.keyedHash("form", "staff", mission, staff).subarray(0, 9).toString("base64url");
}

type Shown = { readonly notice?: string; readonly typed?: string | undefined };

async function showVisit(parts: VisitParts, input: Input, status: number, shown: Shown): Promise<Reply> {
  const { store, deps, delays } = parts;
  await delays.wait(input.address);
  const found = await visitOf(parts, input);
  if ("refused" in found) return found.refused;
  const { visit } = found;
  const isAhead = visit.status === "scheduled" || visit.status === "open";
  const names = isAhead
    ? await store.transaction((tx) => showVisitNames(tx, deps.vault, visit, "visit"))
    : new Map<StaffId, string>();
  const lines = await chatOf(store, deps.vault, visit.mission, visit.customer);
  const ended = (await contactEnds(store, [visit.mission])).get(visit.mission);
  const path = `/v/${input.params.token}`;
  const view: VisitView = {
    ...reachOf(deps, visit, names, { isCut: ended === "cut" && visit.staff.length === 1, language: input.language }),
    action: path,
    formToken: formToken(deps.vault, `visit ${visit.mission}`),
    status: statusOf(visit),
    from: visit.opensAt,
    to: visit.closesAt,
    names: [...names.values()],
    maxText: MAX_CHAT_CHARACTERS,
    lines: lines.map((line) => lineOf(line, names, input.language)),
    notice: shown.notice,
    typed: shown.typed,
  };
  return pageReply(status, visitPage(settingOf(parts, input, path), view));
}

function statusOf({ status, hasSetOff }: Visit): VisitView["status"] {
  if (status === "open") return hasSetOff ? "on_my_way" : "open";
  return ({ scheduled: "ahead", closed: "over", cancelled: "cancelled" } as const)[status];
}

/** How those who come are reached, while they are. */
function reachOf(
  deps: MissionDeps,
  visit: Visit,
  names: ReadonlyMap<StaffId, string>,
  { isCut, language }: { readonly isCut: boolean; readonly language: Language },
): Pick<VisitView, "numbers" | "writeTo" | "isCut"> {
  if (visit.status !== "open" || isCut) return { numbers: [], writeTo: [], isCut };
  const nobody = sentence(language, "customer.visit.who.unknown", {});
  const nameOf = (staff: StaffId) => names.get(staff) ?? nobody;
  return {
    isCut,
    numbers: visit.staff.flatMap(({ id, number, needsCode }) =>
      number === null || needsCode ? [] : [{ href: `tel:${number}`, shown: formatPhone(number), name: nameOf(id) }],
    ),
    writeTo: visit.isWritable
      ? visit.staff.map(({ id }) => ({ tag: staffTag(deps, visit.mission, id), name: nameOf(id) }))
      : [],
  };
}

function lineOf(
  { at, from, text, outcome }: ChatMessage,
  names: ReadonlyMap<StaffId, string>,
  language: Language,
): VisitView["lines"][number] {
  if (from !== undefined) {
    const by = names.get(from) ?? sentence(language, "customer.visit.who.unknown", {});
    return { isOwn: false, at, by, text: text === undefined ? "" : openSealed(text) };
  }
  const key = `customer.visit.became.${outcome}`;
  const became = hasSentence(key) ? { became: sentence(language, key, {}) } : {};
  return { isOwn: true, at, text: text === undefined ? "" : openSealed(text), ...became };
}

/** The same gate as for a text from her phone; the same form twice is the same message. */
async function write(parts: VisitParts, input: FormInput, text: string | undefined): Promise<Reply> {
  const { deps, relay } = parts;
  const { language, body } = input;
  const again = (key: CustomerKey, status: number) =>
    showVisit(parts, input, status, { notice: sentence(language, key, {}), typed: body["text"] });
  const found = await visitOf(parts, input);
  if ("refused" in found) return found.refused;
  const { mission, staff } = found.visit;
  const messageId = openForm(deps.vault, `visit ${mission}`, body["form"]);
  const to = staff.find(({ id }) => staffTag(deps, mission, id) === body["to"]);
  if (messageId === undefined || to === undefined) return again("customer.visit.again", 422);
  if (text === undefined) return again("customer.visit.empty", 422);
  const decided = await relay.receiveChat({ mission, staff: to.id, end: "customer", text: seal(text), messageId });
  return answerOf(parts, input, decided);
}

async function answerOf(parts: VisitParts, input: FormInput, decided: Decided): Promise<Reply> {
  const { language, params, query } = input;
  if (decided.outcome === "refused") {
    const key = `customer.visit.refused.${decided.code}`;
    const notice = sentence(language, hasSentence(key) ? key : "customer.visit.refused.other", {});
    return showVisit(parts, input, 409, { notice, typed: undefined });
  }
  if (decided.outcome === "intercepted") {
    return showVisit(parts, input, 200, { notice: sentence(language, "customer.visit.taken", {}) });
  }
  return seeOther(`/v/${params.token}${query.lang === undefined ? "" : `?lang=${query.lang}`}#write`);
}
