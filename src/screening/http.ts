import type { Route } from "../base/route.ts";
import { route } from "../base/route.ts";
import type { Screener } from "./screen.ts";
import { screeningAnswer, screeningRequest } from "./wire.ts";

export function screeningRoutes({ screener }: { readonly screener: Screener }): readonly Route[] {
  return [
    route({
      id: "screening.screen",
      method: "POST",
      path: "/v1/screenings",
      audience: { machine: "screenings:read" },
      summary: "What screening would say of a text before it is sent; records nothing",
      body: screeningRequest,
      answers: { 200: screeningAnswer },
      async act({ body: { text, direction, missionState } }) {
        const { verdict, findings, ruleVersion } = screener.screen(text, { direction, missionState });
        const shown = findings.map((one) => ({ class: one.class, rule: one.rule, start: one.start, end: one.end }));
        return { status: 200, body: { verdict, findings: shown, ruleVersion } };
      },
    }),
  ];
}
