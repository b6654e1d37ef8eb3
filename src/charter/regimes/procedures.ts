import type { Clock, Procedure, Step, StepRule } from "./regime.ts";

const HOUSE = "the house's own promise to whoever reports";
const ALERT = "décret 2022-1284 art. 4; Dir. (EU) 2019/1937 art. 9(1)";
const RIGHTS = "GDPR art. 12(3); Règlement (CEE) 1182/71 art. 3";

/** The timers of each procedure, whatever the regime of the person concerned. */
export const PROCEDURE_CLOCKS: { readonly [procedure in Procedure]: readonly Clock[] } = {
  customer_complaint: [
    {
      id: "acknowledge_complaint",
      basis: "complaint_received_on",
      span: { count: 0, unit: "days" },
      end: "notAfter",
      doneBy: ["complaint_acknowledged_on"],
      isHard: true,
      source: `${HOUSE}: at once`,
    },
    // In days of the calendar 24 hours end at the latest on the next one; the hour is the desk's alarm to keep.
    {
      id: "read_complaint",
      basis: "complaint_received_on",
      span: { count: 1, unit: "days" },
      end: "notAfter",
      doneBy: ["complaint_read_on"],
      isHard: true,
      source: `${HOUSE}: a human within 24 hours`,
    },
    {
      id: "complaint_outcome",
      basis: "complaint_received_on",
      span: { count: 3, unit: "months" },
      end: "notAfter",
      doneBy: [],
      isHard: true,
      source: `${HOUSE}: an outcome within three months`,
    },
  ],
  staff_alert: [
    {
      id: "acknowledge_alert",
      basis: "alert_received_on",
      span: { count: 7, unit: "worked" },
      end: "notAfter",
      doneBy: ["alert_acknowledged_on"],
      isHard: true,
      source: ALERT,
    },
    // Without an acknowledgement in time the three months run from where it should have come.
    {
      id: "alert_feedback",
      basis: "alert_received_on",
      span: { count: 7, unit: "worked" },
      then: { count: 3, unit: "months" },
      end: "notAfter",
      replacedBy: {
        fact: "alert_acknowledged_on",
        clock: "alert_feedback_from_acknowledgement",
        within: "acknowledge_alert",
      },
      doneBy: [],
      isHard: true,
      source: ALERT,
    },
    {
      id: "alert_feedback_from_acknowledgement",
      basis: "alert_acknowledged_on",
      span: { count: 3, unit: "months" },
      end: "notAfter",
      doneBy: [],
      isHard: true,
      source: ALERT,
    },
    {
      id: "meet_reporter",
      basis: "meeting_asked_on",
      span: { count: 20, unit: "worked" },
      end: "notAfter",
      doneBy: ["met_on"],
      isHard: true,
      source: "décret 2022-1284 art. 4",
    },
  ],
  rights_request: [
    {
      id: "answer_request",
      basis: "request_received_on",
      span: { count: 1, unit: "months" },
      end: "notAfter",
      extendedTo: "worked",
      replacedBy: { fact: "request_extended_on", clock: "answer_extended_request", within: "answer_request" },
      doneBy: [],
      isHard: true,
      source: RIGHTS,
    },
    // Only an extension that was told within the first month counts: by whoever asked, told with its reasons.
    {
      id: "answer_extended_request",
      basis: "request_received_on",
      span: { count: 3, unit: "months" },
      end: "notAfter",
      extendedTo: "worked",
      doneBy: [],
      isHard: true,
      source: RIGHTS,
    },
  ],
};

/** Steps of the procedures: the same under each regime. */
export const PROCEDURE_STEPS: { readonly [step in Step]?: StepRule } = {
  acknowledge_complaint: {
    source: HOUSE,
    takenBy: "complaint_acknowledged_on",
    needs: [{ fact: "complaint_received_on", code: "notice_date_missing" }],
    kept: [],
    within: [],
  },
  acknowledge_alert: {
    source: ALERT,
    takenBy: "alert_acknowledged_on",
    needs: [{ fact: "alert_received_on", code: "notice_date_missing" }],
    kept: [],
    within: [],
  },
  meet_reporter: {
    source: "décret 2022-1284 art. 4",
    takenBy: "met_on",
    needs: [{ fact: "meeting_asked_on", code: "notice_date_missing" }],
    kept: [],
    within: [],
  },
  extend_request: {
    source: RIGHTS,
    takenBy: "request_extended_on",
    needs: [{ fact: "request_received_on", code: "notice_date_missing" }],
    kept: [],
    within: ["answer_request"],
  },
  // Late is still owed: an answer is never refused for its date.
  answer_request: {
    source: RIGHTS,
    needs: [{ fact: "request_received_on", code: "notice_date_missing" }],
    kept: [],
    within: [],
  },
};
