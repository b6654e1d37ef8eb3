import { z } from "zod";
import type { FastifyRequest } from "fastify";
import { formatPhone, parsePhone } from "../../base/phone.ts";
import type { Reply, Route } from "../../base/route.ts";
import { route } from "../../base/route.ts";
import { numberUses } from "../../numbers/index.ts";
import type { Store } from "../../store/index.ts";
import type { ProblemStatus } from "../../../web/customer/index.ts";
import { accessibilityPage, numberPage, PROBLEMS, problemPage, speakingUpPage } from "../../../web/customer/index.ts";
import { chosenLanguage, readerLanguage } from "../problem.ts";
import type { Delays } from "./delays.ts";
import type { PageParts, PageReply } from "./reply.ts";
import { pageQuery, pageReply, settingIn, settingOf } from "./reply.ts";

export type PlainParts = PageParts & { readonly store: Store; readonly delays: Delays };

const PAGE = { contentType: "text/html; charset=utf-8" };
const numberParams = z.object({ number: z.string().max(40) });

/** Pages that say the same to everybody. */
export function plainRoutes(parts: PlainParts): readonly Route[] {
  const shared = { method: "GET", audience: "public", query: pageQuery } as const;
  return [
    route({
      ...shared,
      id: "customer.read-number",
      path: "/n/:number",
      summary: "Whose number it is that called or wrote; nothing of any mission",
      params: numberParams,
      answers: { 200: PAGE, 404: PAGE },
      act: (input) => showNumber(parts, input),
    }),
    route({
      ...shared,
      id: "customer.read-speaking-up",
      path: "/speaking-up",
      summary: "For whoever is attacked for having spoken",
      answers: { 200: PAGE },
      act: async (input) => pageReply(200, speakingUpPage(settingOf(parts, input, "/speaking-up"))),
    }),
    route({
      ...shared,
      id: "customer.read-accessibility",
      path: "/accessibility",
      summary: "The accessibility statement",
      answers: { 200: PAGE },
      act: async (input) => pageReply(200, accessibilityPage(settingOf(parts, input, "/accessibility"))),
    }),
  ];
}

async function showNumber(
  parts: PlainParts,
  input: Parameters<typeof settingOf>[1] & {
    readonly address: string;
    readonly params: z.output<typeof numberParams>;
  },
): Promise<Reply> {
  await parts.delays.wait(input.address);
  // As texts write it, or as somebody copies it; a + that a form turned into a space is one.
  const typed = input.params.number.replace(/^ /, "+").replace(/^(?=33\d{9}$)/, "+");
  const uses = await numberUses(parts.store);
  const parsed = parsePhone(typed, "FR");
  const e164 = uses.has(typed) ? typed : parsed.ok ? parsed.e164 : undefined;
  const setting = settingOf(parts, input, "");
  if (e164 === undefined) return pageReply(404, problemPage(setting, "404"));
  const use = uses.get(e164);
  if (use === undefined) return pageReply(200, numberPage(setting, { kind: "unknown" }));
  const kind = use === "report" ? "report" : "masked";
  return pageReply(200, numberPage(setting, { shown: formatPhone(e164), kind }));
}

/** Addresses that programs use; all others are opened by people. */
const FOR_PROGRAMS = /^\/(v1|log|healthz|phones|simulator|openapi\.json|metrics)(\/|\?|$)/;

/** What somebody sees whose page is not there, or not now: in the look of the others, and with the door to speak up. */
export function problemPageFor(parts: PageParts): (request: FastifyRequest, status: number) => PageReply | undefined {
  return (request, status) => {
    const isPerson = request.headers.accept?.includes("text/html") === true && !FOR_PROGRAMS.test(request.url);
    if (!isPerson) return undefined;
    const shown = PROBLEMS.find((known) => known === String(status)) ?? nearest(status);
    const setting = settingIn(parts, {
      language: readerLanguage(request),
      isLanguageChosen: chosenLanguage(request.url) !== undefined,
      path: "",
    });
    return pageReply(status, problemPage(setting, shown));
  };
}

function nearest(status: number): ProblemStatus {
  return status >= 500 ? "500" : "400";
}
