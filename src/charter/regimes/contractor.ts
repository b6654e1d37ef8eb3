import type { Regime } from "./regime.ts";

const ENDING = "Code civil art. 1224 to 1226; Code de commerce L442-1, II";
const HEARING = "Code civil art. 1104 (good faith); the contract";

/** Subcontractors and self-employed people without a platform: who is concerned answers first, and is told why. */
export const CONTRACTOR: Regime = {
  name: "contractor",
  clocks: [
    {
      id: "reply_window",
      basis: "convened_on",
      span: { count: 7, unit: "days" },
      end: "notBefore",
      doneBy: ["sanctioned_on", "terminated_on"],
      isHard: true,
      source: HEARING,
      toVerify: true,
    },
    {
      id: "termination_notice",
      basis: "reasons_given_on",
      span: { count: 1, unit: "months" },
      end: "notBefore",
      doneBy: ["terminated_on"],
      isHard: true,
      source: ENDING,
      toVerify: true,
    },
  ],
  steps: {
    suspend_provisionally: { source: "Code civil art. 1219, 1220; the contract", needs: [], kept: [], within: [] },
    convene: { source: HEARING, needs: [], kept: [], within: [] },
    hold_interview: {
      source: HEARING,
      needs: [{ fact: "convened_on", code: "convocation_missing" }],
      kept: [],
      within: [],
    },
    give_reasons: { source: ENDING, needs: [], kept: [], within: [] },
    notify_warning: { source: HEARING, takenBy: "sanctioned_on", needs: [], kept: [], within: [] },
    notify_sanction: {
      source: HEARING,
      takenBy: "sanctioned_on",
      needs: [{ fact: "convened_on", code: "convocation_missing" }],
      kept: [],
      within: ["reply_window"],
    },
    terminate: {
      source: ENDING,
      takenBy: "terminated_on",
      needs: [
        { fact: "convened_on", code: "convocation_missing" },
        { fact: "reasons_given_on", code: "reasons_missing" },
      ],
      kept: [],
      within: ["reply_window", "termination_notice"],
    },
  },
  exceptions: [
    {
      id: "contract_urgency",
      regime: "contractor",
      lifts: ["termination_notice"],
      source: "Code civil art. 1226 (urgency)",
      needsReasons: true,
      needsSecondSignature: true,
      toVerify: true,
    },
    {
      id: "contract_breach",
      regime: "contractor",
      lifts: ["termination_notice"],
      source: "Code de commerce L442-1, II (breach by the other side)",
      needsReasons: true,
      needsSecondSignature: true,
      toVerify: true,
    },
  ],
  invokable: { years: 3, source: "the house's own, as Code du travail L1332-5", toVerify: true },
  forbiddenSanctions: [{ kind: "fine", source: "the house's own, as Code du travail L1331-2" }],
};
