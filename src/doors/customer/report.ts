import type { Reply, Route, Upload } from "../../base/route.ts";
import { route } from "../../base/route.ts";
import type { Sealed } from "../../base/sealed.ts";
import { seal } from "../../base/sealed.ts";
import type { Language } from "../../base/text.ts";
import type { CustomerId, MissionId, StaffId } from "../../base/ids.ts";
import type { Log } from "../../base/log.ts";
import type { Taken } from "../../reports/index.ts";
import { PICTURES, readPictures } from "../../reports/index.ts";
import { errorFields } from "../../base/log.ts";
import { within } from "../../base/within.ts";
import type { Visit } from "../../missions/index.ts";
import { openVisitToken, showVisitNames } from "../../missions/index.ts";
import { readVisit } from "../../missions/index.ts";
import type { ReportTyped, ReportView } from "../../../web/customer/index.ts";
import { BY, MAX_TEXT, receiptPage, reportPage, WHAT } from "../../../web/customer/index.ts";
import type { Delays } from "./delays.ts";
import { formToken, openForm } from "./form-token.ts";
import type { PageParts } from "./reply.ts";
import { formBody, pageQuery, pageReply, settingOf } from "./reply.ts";
import { squareCode } from "./square-code.ts";
import type { VisitParts } from "./visit.ts";
import { staffTag, visitParams } from "./visit.ts";
import { sentence } from "../../base/text.ts";

/** A report as it comes from a page. */
export type PageReport = {
  /** What the receipt is made of: the same one twice is the same report. */
  readonly source: string;
  readonly language: Language;
  readonly by: (typeof BY)[number];
  readonly mission: MissionId | undefined;
  readonly customer: CustomerId | undefined;
  readonly staff: readonly StaffId[] | "unsure" | "other" | undefined;
  readonly what: readonly (typeof WHAT)[number][];
  readonly text: Sealed<string> | undefined;
  readonly when: Sealed<string> | undefined;
  readonly message: Sealed<string> | undefined;
  readonly number: Sealed<string> | undefined;
  readonly phone: Sealed<string> | undefined;
  readonly hours: Sealed<string> | undefined;
  readonly isProtectOnly: boolean;
  readonly pictures?: readonly Sealed<string>[];
};

export type ReportParts = PageParts &
  Pick<VisitParts, "store" | "deps"> & {
    readonly log: Log;
    readonly publicUrl: string;
    readonly delays: Delays;
    /** Never refuses. `isFiled`: it is in the ledger; else it is on disk, sealed, and will be before any contact. */
    readonly takeReport: (report: PageReport) => Promise<Taken>;
  };

const PAGE = { contentType: "text/html; charset=utf-8" };
/** Real time, ms: names on the form are a help, and nobody waits for them longer. */
const NAMES_LIMIT_MS = 2_000;

/** The permanent door, and the same door behind the link of a visit. Neither needs the database. */
export function reportRoutes(parts: ReportParts): readonly Route[] {
  const form = { method: "POST", isForm: true, uploads: PICTURES, body: formBody(MAX_TEXT) } as const;
  const shared = { audience: "public", query: pageQuery, answers: { 200: PAGE, 422: PAGE } } as const;
  return [
    route({
      ...shared,
      id: "customer.open-report",
      method: "GET",
      path: "/report",
      summary: "The form by which anybody speaks up",
      act: (input) => showForm(parts, input, AT_THE_DOOR, {}),
    }),
    route({
      ...shared,
      ...form,
      id: "customer.file-report",
      path: "/report",
      summary: "Takes a report; nothing in it is required but the form's own token",
      act: (input) => takeForm(parts, input, AT_THE_DOOR),
    }),
    route({
      ...shared,
      id: "customer.open-visit-report",
      method: "GET",
      path: "/v/:token/report",
      summary: "The same form, which knows the visit",
      params: visitParams,
      act: async (input) => showForm(parts, input, await placeOf(parts, input), {}),
    }),
    route({
      ...shared,
      ...form,
      id: "customer.file-visit-report",
      path: "/v/:token/report",
      summary: "Takes a report about a visit",
      params: visitParams,
      act: async (input) => takeForm(parts, input, await placeOf(parts, input)),
    }),
  ];
}

/**
 * What the form of a place is for. A receipt is words of one language: a form that comes back in another one is asked
 * for again, and not taken with words that would open nothing.
 */
function purposeIn({ purpose }: Place, language: Language): string {
  return `${purpose} ${language}`;
}

/** Where a report is filed: at a visit, as far as it could be read, or at the permanent door. */
type Place = {
  readonly path: string;
  readonly purpose: string;
  readonly mission: MissionId | undefined;
  readonly visit: Visit | undefined;
};

const AT_THE_DOOR: Place = { path: "/report", purpose: "report", mission: undefined, visit: undefined };

type Input = Parameters<typeof settingOf>[1] & { readonly address: string };

/** A link that leads nowhere leads to the permanent door: somebody who has something to say is never sent away. */
async function placeOf(
  { store, deps, log }: ReportParts,
  { params }: { readonly params: { readonly token: string } },
): Promise<Place> {
  const mission = openVisitToken(deps.vault, params.token);
  if (mission === undefined) return AT_THE_DOOR;
  const read = store.now().then((now) => readVisit(store, mission, now));
  const visit = await orNothing(log, read);
  return { path: `/v/${params.token}/report`, purpose: `report ${mission}`, mission, visit };
}

/** What helps but is not needed: without the database the form is shown all the same. */
async function orNothing<T>(log: Log, asked: Promise<T>): Promise<T | undefined> {
  try {
    return await within(NAMES_LIMIT_MS, asked);
  } catch (error) {
    log.warn("customer.visit-not-read", errorFields(error));
    return undefined;
  }
}

async function showForm(
  parts: ReportParts,
  input: Input,
  place: Place,
  more: { readonly typed?: ReportTyped; readonly isAgain?: boolean },
): Promise<Reply> {
  const { deps, delays } = parts;
  await delays.wait(input.address);
  const view: ReportView = {
    action: input.query.lang === undefined ? place.path : `${place.path}?lang=${input.query.lang}`,
    formToken: formToken(deps.vault, purposeIn(place, input.language)),
    staff: await staffChoices(parts, input.language, place),
    typed: more.typed ?? {},
    isAgain: more.isAgain === true,
  };
  return pageReply(view.isAgain ? 422 : 200, reportPage(settingOf(parts, input, place.path), view));
}

async function staffChoices(parts: ReportParts, language: Language, { visit }: Place): Promise<ReportView["staff"]> {
  if (visit === undefined) return undefined;
  const { store, deps, log } = parts;
  const shown = await orNothing(
    log,
    store.transaction((tx) => showVisitNames(tx, deps.vault, visit, "report")),
  );
  const nobody = sentence(language, "customer.visit.who.unknown", {});
  return visit.staff.map(({ id }) => ({ tag: staffTag(deps, visit.mission, id), name: shown?.get(id) ?? nobody }));
}

async function takeForm(
  parts: ReportParts,
  input: Input & { readonly body: ReportTyped; readonly files: readonly Upload[] },
  place: Place,
): Promise<Reply> {
  const { deps, delays, publicUrl } = parts;
  const { language, body } = input;
  const source = openForm(deps.vault, purposeIn(place, language), body["form"], { isAnyAge: true });
  if (source === undefined) return showForm(parts, input, place, { typed: body, isAgain: true });
  await delays.wait(input.address);
  const report = reportOf(parts, place, body, { source, language });
  const read = await readPictures(input.files);
  const { receipt, isFiled, isDanger } = await parts.takeReport({ ...report, pictures: read.ok ? read.pictures : [] });
  const page = receiptPage(settingOf(parts, input, place.path), {
    words: receipt,
    // As text and not in the address: a browser's history would keep them on whatever device reads the code.
    code: squareCode(`${publicUrl}/follow\n${receipt}`),
    isDanger,
    isFiled,
    hasLostPictures: !read.ok,
  });
  return pageReply(200, page);
}

function reportOf(
  { deps }: ReportParts,
  { visit, mission }: Place,
  typed: ReportTyped,
  form: Pick<PageReport, "source" | "language">,
): PageReport {
  const sealed = (name: string) => {
    const text = typed[name];
    return text === undefined ? undefined : seal(text);
  };
  return {
    ...form,
    by: BY.find((by) => by === typed["by"]) ?? "customer",
    mission,
    customer: visit?.customer,
    staff: staffOf(deps, visit, typed),
    what: WHAT.filter((what) => typed[`what_${what}`] !== undefined),
    text: sealed("text"),
    when: sealed("when"),
    message: sealed("message"),
    number: sealed("number"),
    phone: sealed("phone"),
    hours: sealed("hours"),
    isProtectOnly: typed["protect_only"] !== undefined,
  };
}

/** Those who were ticked; the only one of a visit is meant without being ticked; nobody ticked among several is unsure. */
function staffOf(deps: ReportParts["deps"], visit: Visit | undefined, typed: ReportTyped): PageReport["staff"] {
  if (visit === undefined) return undefined;
  const staff = visit.staff.map(({ id }) => id);
  if (typed["who_other"] !== undefined) return "other";
  const chosen = staff.filter((id) => typed[`who_${staffTag(deps, visit.mission, id)}`] !== undefined);
  if (chosen.length > 0) return chosen;
  return staff.length === 1 && typed["who_unsure"] === undefined ? staff : "unsure";
}
