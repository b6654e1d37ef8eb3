import { z } from "zod";
import type { ReportId } from "../../base/ids.ts";
import type { Reply, Route, RouteInput, Upload } from "../../base/route.ts";
import { route } from "../../base/route.ts";
import type { Sealed } from "../../base/sealed.ts";
import { seal } from "../../base/sealed.ts";
import type { Language } from "../../base/text.ts";
import { clearCookie } from "../../people/index.ts";
import { PICTURES, readPictures } from "../../reports/index.ts";
import type { Vault } from "../../vault/index.ts";
import type { Done, FollowView, ReportTyped } from "../../../web/customer/index.ts";
import { DONE, followPage, followSignInPage, MAX_TEXT, proofSoonPage, WHAT } from "../../../web/customer/index.ts";
import type { Delays } from "./delays.ts";
import { FOLLOW_COOKIE, followCookie, openFollowCookie } from "./follow-cookie.ts";
import { formToken, openForm } from "./form-token.ts";
import type { PageParts } from "./reply.ts";
import { formBody, pageQuery, pageReply, seeOther, settingOf } from "./reply.ts";

/** What somebody adds to their report; what is left out stays as it was. */
export type Added = {
  readonly what: readonly (typeof WHAT)[number][];
  readonly text: Sealed<string> | undefined;
  readonly when: Sealed<string> | undefined;
  readonly message: Sealed<string> | undefined;
  readonly number: Sealed<string> | undefined;
  readonly pictures?: readonly Sealed<string>[];
};

export type Choices = {
  readonly wish: (typeof WISHES)[number] | undefined;
  readonly phone: Sealed<string> | undefined;
  readonly hours: Sealed<string> | undefined;
  readonly bySms?: boolean | undefined;
};

export const WISHES = ["procedure", "protect_only", "stopped"] as const;
export const CHECK_IN_ANSWERS = ["fine", "pressure", "contacted"] as const;
export type Proof = "proof" | "leaf";

/** Acts of the room of reports. `once`: the form's own; the same one twice is the same act. */
export type Following = {
  /** Waits longer with each wrong one of an address; unknown and mistyped words are told alike. */
  readonly openByReceipt: (typed: string, address: string) => Promise<ReportId | undefined>;
  readonly followUp: (
    report: ReportId,
    language: Language,
  ) => Promise<Omit<FollowView, "formToken" | "done"> | undefined>;
  readonly addMessage: (report: ReportId, once: string, text: Sealed<string>) => Promise<void>;
  readonly addDetails: (report: ReportId, once: string, added: Added) => Promise<void>;
  readonly choose: (report: ReportId, once: string, choices: Choices) => Promise<void>;
  readonly answerCheckIn: (report: ReportId, id: string, answer: (typeof CHECK_IN_ANSWERS)[number]) => Promise<void>;
  /** Undefined until a checkpoint covers it. */
  readonly proofOf: (report: ReportId, what: Proof) => Promise<string | Buffer | undefined>;
};

export type FollowParts = PageParts & {
  readonly vault: Vault;
  readonly publicUrl: string;
  readonly delays: Delays;
  readonly following: Following;
};

const PATH = "/follow";
const PAGE = { contentType: "text/html; charset=utf-8" };
const DOWNLOAD = { contentType: "application/octet-stream" };
const followQuery = pageQuery.extend({
  done: z.enum(DONE).optional().catch(undefined),
  left: z.literal("1").optional().catch(undefined),
});

type Input = Pick<RouteInput, "language" | "cookies" | "address"> & {
  readonly query: z.output<typeof pageQuery>;
};
type FormInput = Input & { readonly body: ReportTyped; readonly files: readonly Upload[] };

/** What comes of a report, for whoever has its six words. */
export function followRoutes(parts: FollowParts): readonly Route[] {
  const form = {
    method: "POST",
    audience: "public",
    isForm: true,
    query: pageQuery,
    body: formBody(MAX_TEXT),
    answers: { 303: PAGE, 422: PAGE },
  } as const;
  return [
    route({
      id: "customer.read-follow-up",
      method: "GET",
      path: PATH,
      audience: "public",
      summary: "Where a report stands, or the field for its six words",
      query: followQuery,
      answers: { 200: PAGE },
      act: (input) => show(parts, input, input.query),
    }),
    route({
      ...form,
      id: "customer.open-follow-up",
      path: PATH,
      summary: "Opens the follow-up of six words",
      act: (input) => openWords(parts, input),
    }),
    route({
      ...form,
      id: "customer.leave-follow-up",
      path: `${PATH}/leave`,
      summary: "Leaves the follow-up, and has the browser drop what it kept",
      act: async (input) => leave(parts, input),
    }),
    ...actRoutes(parts, form),
    ...(["proof", "leaf"] as const).map((what) =>
      route({
        ...form,
        id: `customer.download-${what}`,
        path: `${PATH}/${what}`,
        summary:
          what === "proof" ? "c2sp.org/tlog-proof@v1 of the report's entry" : "The bytes of the report's ledger entry",
        answers: { 200: DOWNLOAD, 303: PAGE, 425: PAGE },
        act: (input) => download(parts, input, what),
      }),
    ),
  ];
}

/** Gives what was done, where it is something else than what the form is named after. */
type Act = (report: ReportId, once: string, body: ReportTyped, files: readonly Upload[]) => Promise<Done | void>;

type ActForm = {
  readonly method: "POST";
  readonly audience: "public";
  readonly isForm: true;
  readonly query: typeof pageQuery;
  readonly body: ReturnType<typeof formBody>;
  readonly answers: Route["answers"];
};

/** What may be done from the follow-up: each by a form of its own, shown with the page. */
function actRoutes(parts: FollowParts, form: ActForm): readonly Route[] {
  const { following } = parts;
  const acts = {
    message: ["Writes to who handles the report", takeMessage],
    details: ["Adds to the report", takeDetails],
    choices: [
      "Says how far it is to go, and how to be reached",
      (report, once, body) => following.choose(report, once, choicesOf(body)),
    ],
    "check-in": ["Answers how it has been since", takeAnswer],
  } as const satisfies Record<Exclude<Done, "again" | "pictures">, readonly [string, Act]>;

  async function takeDetails(report: ReportId, once: string, body: ReportTyped, files: readonly Upload[]) {
    const read = await readPictures(files);
    await following.addDetails(report, once, { ...addedOf(body), pictures: read.ok ? read.pictures : [] });
    return read.ok ? undefined : "pictures";
  }
  async function takeMessage(report: ReportId, once: string, body: ReportTyped): Promise<void> {
    if (body["text"] !== undefined) await following.addMessage(report, once, seal(body["text"]));
  }
  async function takeAnswer(report: ReportId, _once: string, body: ReportTyped): Promise<void> {
    const answer = CHECK_IN_ANSWERS.find((known) => known === body["answer"]);
    if (answer !== undefined) await following.answerCheckIn(report, body["check_in"] ?? "", answer);
  }
  return (Object.keys(acts) as (keyof typeof acts)[]).map((name) => {
    const [summary, act] = acts[name];
    return route({
      ...form,
      id: `customer.follow-${name}`,
      path: `${PATH}/${name}`,
      summary,
      ...(name === "details" && { uploads: PICTURES }),
      act: (input) => doOnce(parts, input, name, act),
    });
  });
}

async function show(
  parts: FollowParts,
  input: Input,
  { done, left }: { readonly done?: Done | undefined; readonly left?: "1" | undefined },
): Promise<Reply> {
  const { vault, publicUrl, following } = parts;
  const report = openFollowCookie(vault, input.cookies[FOLLOW_COOKIE]);
  const setting = settingOf(parts, input, PATH);
  const followUp = report === undefined ? undefined : await following.followUp(report, input.language);
  if (report === undefined || followUp === undefined) {
    return pageReply(200, followSignInPage(setting, { isUnknown: false, hasLeft: left !== undefined }));
  }
  const page = followPage(setting, { ...followUp, formToken: formToken(vault, `follow ${report}`), done });
  return pageReply(200, page, { "set-cookie": followCookie(vault, publicUrl, report) });
}

/** Unknown and mistyped words take as long and are answered alike. */
async function openWords(parts: FollowParts, input: FormInput): Promise<Reply> {
  const { vault, publicUrl, following } = parts;
  const { words } = input.body;
  // Nothing typed is nothing tried.
  const report = words === undefined ? undefined : await following.openByReceipt(words, input.address);
  if (report === undefined) {
    const setting = settingOf(parts, input, PATH);
    return pageReply(422, followSignInPage(setting, { isUnknown: true, hasLeft: false }));
  }
  return seeOther(withLanguage(input, PATH), { "set-cookie": followCookie(vault, publicUrl, report) });
}

/** Does what a form asks for, for whoever is in the follow-up it was shown in; then shows the page again. */
async function doOnce(
  parts: FollowParts,
  input: FormInput,
  name: Exclude<Done, "again" | "pictures">,
  act: Act,
): Promise<Reply> {
  const report = openFollowCookie(parts.vault, input.cookies[FOLLOW_COOKIE]);
  if (report === undefined) return seeOther(withLanguage(input, PATH));
  const once = openForm(parts.vault, `follow ${report}`, input.body["form"]);
  if (once === undefined) return seeOther(withLanguage(input, `${PATH}?done=again`));
  await parts.delays.wait(input.address);
  const done = (await act(report, once, input.body, input.files)) ?? name;
  return seeOther(withLanguage(input, `${PATH}?done=${done}`));
}

function leave({ publicUrl }: FollowParts, input: Input): Reply {
  return seeOther(withLanguage(input, `${PATH}?left=1`), {
    "set-cookie": clearCookie(publicUrl, FOLLOW_COOKIE),
    "clear-site-data": '"cache", "storage"',
  });
}

/** By the cookie, or by the words that the receipt's own page sends along. */
async function download(parts: FollowParts, input: FormInput, what: Proof): Promise<Reply> {
  const { vault, delays, following } = parts;
  const { words } = input.body;
  await delays.wait(input.address);
  const report =
    words === undefined
      ? openFollowCookie(vault, input.cookies[FOLLOW_COOKIE])
      : await following.openByReceipt(words, input.address);
  if (report === undefined) return seeOther(withLanguage(input, PATH));
  const content = await following.proofOf(report, what);
  if (content === undefined) {
    const view = words === undefined ? { what } : { what, words };
    return pageReply(425, proofSoonPage(settingOf(parts, input, PATH), view));
  }
  return {
    status: 200,
    body: content,
    headers: {
      "content-type": DOWNLOAD.contentType,
      // A name that says nothing in a list of downloads.
      "content-disposition": `attachment; filename="${what === "proof" ? "document.tlog-proof" : "document.json"}"`,
    },
  };
}

function addedOf(typed: ReportTyped): Added {
  const sealed = (name: string) => (typed[name] === undefined ? undefined : seal(typed[name]));
  return {
    what: WHAT.filter((what) => typed[`what_${what}`] !== undefined),
    text: sealed("details"),
    when: sealed("when"),
    message: sealed("message"),
    number: sealed("number"),
  };
}

function choicesOf({ wish, phone, hours, answers }: ReportTyped): Choices {
  return {
    wish: WISHES.find((known) => known === wish),
    phone: phone === undefined ? undefined : seal(phone),
    hours: hours === undefined ? undefined : seal(hours),
    bySms: answers === undefined ? undefined : answers === "sms",
  };
}

function withLanguage({ query }: Pick<Input, "query">, path: string): string {
  return query.lang === undefined ? path : `${path}${path.includes("?") ? "&" : "?"}lang=${query.lang}`;
}
