import type { Regime } from "./regime.ts";

const ENGAGE = "Code du travail L1332-4, R1332-1";
const INTERVIEW = "Code du travail L1332-2, R1332-2, R1332-3";
const PROVISIONAL = "Code du travail L1332-3; Soc. 30.10.2013 n° 12-22.962; Soc. 27.11.2019 n° 18-15.303";

/** Employees under French law: the discipline of Code du travail L1331-1 to L1333-3, and the interview before dismissal. */
export const EMPLOYEE_FR: Regime = {
  name: "employee-fr",
  clocks: [
    // From the first knowledge of any superior (Soc. 23.06.2021 n° 20-13.762). The text extends no end of this one, so
    // nobody relies on an extension: an end on a Sunday is that Sunday.
    {
      id: "engage",
      basis: "known_on",
      span: { count: 2, unit: "months" },
      end: "notAfter",
      isStoppedByProsecution: true,
      doneBy: ["convened_on", "sanctioned_on"],
      isHard: true,
      source: ENGAGE,
    },
    // Shown beside the other one, and relied on by exception only: whether an enquiry moved knowledge is argued.
    {
      id: "engage_after_enquiry",
      basis: "enquiry_ended_on",
      span: { count: 2, unit: "months" },
      end: "notAfter",
      isStoppedByProsecution: true,
      doneBy: ["convened_on", "sanctioned_on"],
      isHard: false,
      source: "Code du travail L1332-4; Soc. 08.12.2021 n° 20-15.798",
    },
    {
      id: "convene_with_suspension",
      basis: "provisionally_suspended_on",
      span: { count: 0, unit: "days" },
      end: "notAfter",
      doneBy: ["convened_on"],
      isHard: false,
      source: PROVISIONAL,
    },
    {
      id: "convene_after_suspension_alarm",
      basis: "provisionally_suspended_on",
      span: { count: 1, unit: "days" },
      end: "notAfter",
      doneBy: ["convened_on"],
      isHard: false,
      source: PROVISIONAL,
    },
    {
      id: "convene_after_suspension",
      basis: "provisionally_suspended_on",
      span: { count: 3, unit: "days" },
      end: "notAfter",
      doneBy: ["convened_on"],
      isHard: true,
      source: PROVISIONAL,
    },
    // R1231-1 extends: five days in full that end on a Saturday end on the Monday.
    {
      id: "interview_before_dismissal",
      basis: "convened_on",
      span: { count: 5, unit: "workable" },
      end: "notBefore",
      extendedTo: "workable",
      doneBy: ["sanctioned_on"],
      isHard: true,
      source: "Code du travail L1232-2, R1231-1",
      toVerify: true,
    },
    {
      id: "sanction_not_before",
      basis: "interview_on",
      span: { count: 2, unit: "workable" },
      end: "notBefore",
      doneBy: ["sanctioned_on"],
      isHard: true,
      source: INTERVIEW,
    },
    {
      id: "dismissal_not_before",
      basis: "interview_on",
      span: { count: 2, unit: "workable" },
      end: "notBefore",
      extendedTo: "workable",
      doneBy: ["sanctioned_on"],
      isHard: true,
      source: "Code du travail L1232-6, L1332-2, R1231-1",
      toVerify: true,
    },
    {
      id: "sanction_not_after",
      basis: "interview_on",
      span: { count: 1, unit: "months" },
      end: "notAfter",
      extendedTo: "workable",
      doneBy: ["sanctioned_on"],
      isHard: true,
      source: INTERVIEW,
    },
  ],
  steps: {
    suspend_provisionally: {
      source: PROVISIONAL,
      needs: [],
      kept: [{ fact: "convened_on", clock: "engage", code: "convocation_too_late" }],
      within: ["engage"],
    },
    convene: {
      source: ENGAGE,
      needs: [{ fact: "known_on", code: "knowledge_date_missing" }],
      kept: [{ fact: "convened_on", clock: "engage", code: "convocation_too_late" }],
      within: ["engage", "convene_after_suspension"],
    },
    hold_interview: {
      source: INTERVIEW,
      needs: [{ fact: "convened_on", code: "convocation_missing" }],
      kept: [{ fact: "convened_on", clock: "engage", code: "convocation_too_late" }],
      within: [],
    },
    // A warning, or a blame without effect on presence, job, career or pay, takes no interview: it is itself what has to
    // come within the two months. Who convenes all the same is held to it.
    notify_warning: {
      insteadWith: { fact: "convened_on", step: "notify_sanction" },
      source: "Code du travail L1332-1, L1332-2, L1332-4",
      takenBy: "sanctioned_on",
      needs: [{ fact: "known_on", code: "knowledge_date_missing" }],
      kept: [],
      within: ["engage"],
    },
    notify_sanction: {
      source: INTERVIEW,
      takenBy: "sanctioned_on",
      needs: [
        { fact: "known_on", code: "knowledge_date_missing" },
        { fact: "convened_on", code: "convocation_missing" },
        { fact: "interview_on", code: "interview_missing" },
      ],
      kept: [
        { fact: "convened_on", clock: "engage", code: "convocation_too_late" },
        { fact: "convened_on", clock: "convene_after_suspension", code: "suspension_became_sanction" },
      ],
      within: ["sanction_not_before", "sanction_not_after"],
    },
    terminate: {
      source: "Code du travail L1232-2, L1232-6, L1332-2",
      takenBy: "sanctioned_on",
      needs: [
        { fact: "known_on", code: "knowledge_date_missing" },
        { fact: "convened_on", code: "convocation_missing" },
        { fact: "interview_on", code: "interview_missing" },
      ],
      kept: [
        { fact: "convened_on", clock: "engage", code: "convocation_too_late" },
        { fact: "convened_on", clock: "convene_after_suspension", code: "suspension_became_sanction" },
        { fact: "interview_on", clock: "interview_before_dismissal", code: "interview_too_early" },
      ],
      within: ["dismissal_not_before", "sanction_not_after"],
    },
  },
  exceptions: [
    {
      id: "enquiry_moved_knowledge",
      regime: "employee-fr",
      lifts: ["engage"],
      replacedBy: "engage_after_enquiry",
      source: "Code du travail L1332-4; Soc. 08.12.2021 n° 20-15.798",
      needsReasons: true,
      needsSecondSignature: true,
    },
    {
      id: "repeated_conduct",
      regime: "employee-fr",
      lifts: ["engage"],
      source: "Code du travail L1332-4 as read by Soc.: conduct of the same kind that went on within the two months",
      needsReasons: true,
      needsSecondSignature: true,
      toVerify: true,
    },
    {
      id: "suspension_enquiry_needed",
      regime: "employee-fr",
      lifts: ["convene_after_suspension"],
      source: "Code du travail L1332-3 as read by Soc.: enquiries that were needed before the convocation",
      needsReasons: true,
      needsSecondSignature: true,
      toVerify: true,
    },
  ],
  invokable: { years: 3, source: "Code du travail L1332-5" },
  forbiddenSanctions: [{ kind: "fine", source: "Code du travail L1331-2" }],
};
