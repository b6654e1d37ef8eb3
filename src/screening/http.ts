import type { Route } from "../base/route.ts";
import { route } from "../base/route.ts";
import type { GuardedScreener } from "./guarded-screener.ts";
import { reasonOf } from "./reason-of.ts";
import { screeningAnswer, screeningRequest } from "./wire.ts";

export function screeningRoutes({ screener }: { readonly screener: GuardedScreener }): readonly Route[] {
  return [
    route({
      id: "screening.screen",
      method: "POST",
      path: "/v1/screenings",
      audience: { machine: "screenings:read" },
      summary: "What screening would say of a text before it is sent; records nothing",
      body: screeningRequest,
      answers: { 200: screeningAnswer },
      async act({ body: { text, direction, missionState }, language }) {
        const screened = screener.screen(text, { direction, missionState });
        if (screened === undefined) return { status: 409, problem: "screening_off" };
        const { verdict, findings, ruleVersion, isUnderstood: understood } = screened;
        const shown = findings.map((finding) => {
          const { class: found, rule, start, end } = finding;
          return { class: found, rule, sentence: reasonOf(finding, language), start, end };
        });
        return { status: 200, body: { verdict, findings: shown, ruleVersion, understood } };
      },
    }),
  ];
}
