import type { LawException, Regime } from "./regime.ts";

const P2B = "Reg. (EU) 2019/1150 art. 4";
const WORK = "Dir. (EU) 2024/2831";
const ACCORD = "accord VTC du 19.09.2023, homologué le 13.11.2023";
const REASONS = `${WORK} art. 11(1); ${P2B}(1)`;

const liftsNotice = (id: LawException["id"], source: string): LawException => ({
  id,
  regime: "platform-fr",
  lifts: ["termination_notice"],
  source,
  needsReasons: true,
  needsSecondSignature: true,
});

/**
 * Self-employed drivers and couriers of a platform in France. A human decides on every restriction, suspension and end:
 * that is kept by whoever calls, since no step is taken without somebody's name. `convened_on`: they were asked to answer.
 */
export const PLATFORM_FR: Regime = {
  name: "platform-fr",
  clocks: [
    {
      id: "reasons_for_suspension",
      basis: "provisionally_suspended_on",
      span: { count: 0, unit: "days" },
      end: "notAfter",
      doneBy: ["reasons_given_on"],
      isHard: true,
      source: REASONS,
      toVerify: true,
    },
    {
      id: "reasons_for_sanction",
      basis: "sanctioned_on",
      span: { count: 0, unit: "days" },
      end: "notAfter",
      doneBy: ["reasons_given_on"],
      isHard: true,
      source: REASONS,
      toVerify: true,
    },
    {
      id: "reasons_for_end",
      basis: "terminated_on",
      span: { count: 0, unit: "days" },
      end: "notAfter",
      doneBy: ["reasons_given_on"],
      isHard: true,
      source: REASONS,
      toVerify: true,
    },
    {
      id: "reply_window",
      basis: "convened_on",
      span: { count: 7, unit: "days" },
      end: "notBefore",
      doneBy: ["sanctioned_on", "terminated_on"],
      isHard: true,
      source: `${ACCORD}, right to answer before a decision`,
      toVerify: true,
    },
    {
      id: "termination_notice",
      basis: "reasons_given_on",
      span: { count: 30, unit: "days" },
      end: "notBefore",
      doneBy: ["terminated_on"],
      isHard: true,
      source: `${P2B}(2)`,
    },
    // Two weeks that end on a holiday end there: the earlier reading, until France has transposed.
    {
      id: "answer_review",
      basis: "review_asked_on",
      span: { count: 14, unit: "days" },
      end: "notAfter",
      doneBy: ["review_answered_on"],
      isHard: true,
      source: `${WORK} art. 11(2)`,
    },
    // Only where the review found that the decision was wrong; so it is an alarm.
    {
      id: "rectify",
      basis: "review_answered_on",
      span: { count: 14, unit: "days" },
      end: "notAfter",
      doneBy: ["rectified_on"],
      isHard: false,
      source: `${WORK} art. 11(3)`,
    },
  ],
  steps: {
    suspend_provisionally: { source: `${WORK} art. 10(5), 11(1); ${P2B}(1)`, needs: [], kept: [], within: [] },
    convene: { source: ACCORD, needs: [], kept: [], within: [] },
    hold_interview: {
      source: `${WORK} art. 11(1)`,
      needs: [{ fact: "convened_on", code: "convocation_missing" }],
      kept: [],
      within: [],
    },
    give_reasons: { source: REASONS, needs: [], kept: [], within: [] },
    notify_warning: { source: ACCORD, takenBy: "sanctioned_on", needs: [], kept: [], within: [] },
    notify_sanction: {
      source: `${WORK} art. 10(5), 11(1); ${ACCORD}`,
      takenBy: "sanctioned_on",
      needs: [{ fact: "convened_on", code: "convocation_missing" }],
      kept: [],
      within: ["reply_window"],
    },
    terminate: {
      source: `${P2B}(2); ${WORK} art. 10(5), 11(1)`,
      takenBy: "terminated_on",
      needs: [
        { fact: "convened_on", code: "convocation_missing" },
        { fact: "reasons_given_on", code: "reasons_missing" },
      ],
      kept: [],
      within: ["reply_window", "termination_notice"],
    },
    answer_review: {
      source: `${WORK} art. 11(2)`,
      takenBy: "review_answered_on",
      needs: [{ fact: "review_asked_on", code: "review_missing" }],
      kept: [],
      // Late is still owed.
      within: [],
    },
  },
  exceptions: [
    liftsNotice("p2b_legal_duty", `${P2B}(4)(a)`),
    liftsNotice("p2b_imperative_reason", `${P2B}(4)(b)`),
    liftsNotice("p2b_repeated_breach", `${P2B}(4)(c)`),
  ],
  invokable: { years: 3, source: "the house's own, as Code du travail L1332-5", toVerify: true },
  forbiddenSanctions: [{ kind: "fine", source: "the house's own, as Code du travail L1331-2" }],
};
