import type { Regime } from "./regime.ts";

const HEARING = "the house's own: whoever is concerned answers before anything is decided, and is told why";

/** Where no other regime is the law, or the law is not known yet: what every one of them has in common. */
export const GENERIC: Regime = {
  name: "generic",
  clocks: [
    {
      id: "reply_window",
      basis: "convened_on",
      span: { count: 7, unit: "days" },
      end: "notBefore",
      doneBy: ["sanctioned_on", "terminated_on"],
      isHard: true,
      source: HEARING,
    },
  ],
  steps: {
    suspend_provisionally: { source: HEARING, needs: [], kept: [], within: [] },
    convene: { source: HEARING, needs: [], kept: [], within: [] },
    hold_interview: {
      source: HEARING,
      needs: [{ fact: "convened_on", code: "convocation_missing" }],
      kept: [],
      within: [],
    },
    give_reasons: { source: HEARING, needs: [], kept: [], within: [] },
    notify_warning: { source: HEARING, takenBy: "sanctioned_on", needs: [], kept: [], within: [] },
    notify_sanction: {
      source: HEARING,
      takenBy: "sanctioned_on",
      needs: [{ fact: "convened_on", code: "convocation_missing" }],
      kept: [],
      within: ["reply_window"],
    },
    terminate: {
      source: HEARING,
      takenBy: "terminated_on",
      needs: [
        { fact: "convened_on", code: "convocation_missing" },
        { fact: "reasons_given_on", code: "reasons_missing" },
      ],
      kept: [],
      within: ["reply_window"],
    },
  },
  exceptions: [],
  invokable: { years: 3, source: "the house's own, as Code du travail L1332-5" },
  forbiddenSanctions: [{ kind: "fine", source: "the house's own, as Code du travail L1331-2" }],
};
