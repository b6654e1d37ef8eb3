import type { z } from "zod";
import type { ReportId } from "../../base/ids.ts";
import type { Reply, Route, RouteInput } from "../../base/route.ts";
import { route } from "../../base/route.ts";
import type { Visit } from "../../missions/index.ts";
import type { ReportTyped } from "../../../web/customer/index.ts";
import { lostReceiptPage } from "../../../web/customer/index.ts";
import { followCookie } from "./follow-cookie.ts";
import { formToken, openForm } from "./form-token.ts";
import { formBody, pageQuery, pageReply, seeOther, settingOf } from "./reply.ts";
import type { VisitParts } from "./visit.ts";
import { visitOf, visitParams } from "./visit.ts";

export type LostParts = VisitParts & {
  readonly publicUrl: string;
  readonly sendLostCode: (visit: Visit) => Promise<void>;
  readonly enterLostCode: (
    visit: Visit,
    typed: string,
  ) => Promise<
    { readonly ok: true; readonly report: ReportId } | { readonly ok: false; readonly code: "wrong" | "locked" }
  >;
};

type Input = Pick<RouteInput, "language" | "address"> & {
  readonly params: z.output<typeof visitParams>;
  readonly query: z.output<typeof pageQuery>;
};
type Shown = { readonly step: "ask" | "enter"; readonly problem?: "wrong" | "locked" };

const MAX_TYPED = 20;
const PAGE = { contentType: "text/html; charset=utf-8" };

/** For whoever reported about a visit and lost the six words: a code to the phone that the company has. */
export function lostRoutes(parts: LostParts): readonly Route[] {
  const shared = { audience: "public", path: "/v/:token/follow", params: visitParams, query: pageQuery } as const;
  return [
    route({
      ...shared,
      id: "customer.open-lost-receipt",
      method: "GET",
      summary: "Offers a code by SMS to whoever lost the six words",
      answers: { 200: PAGE, 404: PAGE, 410: PAGE },
      act: (input) => withVisit(parts, input, async (visit) => show(parts, input, visit, { step: "ask" })),
    }),
    route({
      ...shared,
      id: "customer.use-lost-receipt",
      method: "POST",
      isForm: true,
      body: formBody(MAX_TYPED * 10),
      summary: "Sends the code, or takes it and opens the follow-up",
      answers: { 200: PAGE, 303: PAGE, 404: PAGE, 410: PAGE, 422: PAGE },
      act: (input) => withVisit(parts, input, async (visit) => take(parts, input, visit, input.body)),
    }),
  ];
}

async function withVisit(parts: LostParts, input: Input, act: (visit: Visit) => Promise<Reply>): Promise<Reply> {
  await parts.delays.wait(input.address);
  const found = await visitOf(parts, input);
  return "refused" in found ? found.refused : act(found.visit);
}

function show(parts: LostParts, input: Input, visit: Visit, { step, problem }: Shown): Reply {
  const path = `/v/${input.params.token}/follow`;
  const page = lostReceiptPage(settingOf(parts, input, path), {
    action: input.query.lang === undefined ? path : `${path}?lang=${input.query.lang}`,
    formToken: formToken(parts.deps.vault, purposeOf(visit)),
    step,
    isWrong: problem === "wrong",
    isLocked: problem === "locked",
  });
  return pageReply(problem === undefined ? 200 : 422, page);
}

async function take(parts: LostParts, input: Input, visit: Visit, typed: ReportTyped): Promise<Reply> {
  const { vault } = parts.deps;
  if (openForm(vault, purposeOf(visit), typed["form"]) === undefined) return show(parts, input, visit, { step: "ask" });
  if (typed["step"] !== "enter") {
    await parts.sendLostCode(visit);
    return show(parts, input, visit, { step: "enter" });
  }
  const entered = await parts.enterLostCode(visit, (typed["code"] ?? "").slice(0, MAX_TYPED));
  if (!entered.ok) {
    return show(parts, input, visit, { step: entered.code === "locked" ? "ask" : "enter", problem: entered.code });
  }
  const location = input.query.lang === undefined ? "/follow" : `/follow?lang=${input.query.lang}`;
  return seeOther(location, { "set-cookie": followCookie(vault, parts.publicUrl, entered.report) });
}

function purposeOf({ mission }: Visit): string {
  return `lost ${mission}`;
}
