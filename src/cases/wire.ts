import { z } from "zod";
import type { LetterKind } from "../charter/index.ts";
import { DATE_FACTS, EXCEPTION_IDS, LETTERS, parseCivilDate, SANCTIONS } from "../charter/index.ts";
import { parseId } from "../base/ids.ts";
import { CATEGORIES } from "./taxonomy.ts";

/** JSON shapes of cases on the native API. Nothing of the vault is in them. */

export const PROCEDURES = ["customer_complaint", "staff_alert", "rights_request"] as const;
export type Procedure = (typeof PROCEDURES)[number];
/** What may be asked of one's data. Source: GDPR art. 15-18, 20, 21. */
export const RIGHTS = ["access", "rectification", "erasure", "restriction", "portability", "objection"] as const;
export type Right = (typeof RIGHTS)[number];
export const CASE_STATES = ["received", "triage", "enquiry", "heard", "proposed", "approved", "closed"] as const;
export type CaseState = (typeof CASE_STATES)[number];
export const OUTCOMES = ["confirmed", "not_confirmed", "cannot_be_decided", "out_of_scope"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What somebody writes. Lines may break; nothing else of what steers a screen. Half a character PostgreSQL refuses. */
const MAX_WORDS = 10_000;
export const words = z
  .string()
  .trim()
  .normalize("NFC")
  .min(1)
  .max(MAX_WORDS)
  .refine((text) => !/[^\P{Cc}\n\t]|\p{Cs}/u.test(text), { params: { code: "not_printable" } });

export const instant = z.string().meta({ format: "date-time" });
export const date = z.string().meta({ format: "date" });
const deskUser = z.string().max(100);
export const staffRef = z.string().min(1).max(200);
const customerRef = z.string().min(1).max(200);
const civilDay = z.iso.date().refine((on) => parseCivilDate(on) !== undefined, { params: { code: "no_civil_date" } });

export const reasonsRequest = z.strictObject({ reasons: words }).meta({ id: "CaseReasons" });

export const rightsRequest = z
  .strictObject({
    right: z.enum(RIGHTS),
    receivedOn: civilDay.meta({ description: "the day it came: the month to answer in counts from it" }),
    customer: customerRef.optional().meta({ description: "left out: not known yet, or nobody we visited" }),
    text: words.meta({ description: "what is asked for, in the officer's words" }),
  })
  .meta({ id: "CaseRightsRequest" });
export type RightsRequest = z.output<typeof rightsRequest>;

export const assignRequest = z
  .strictObject({
    role: z.enum(["handler", "approver"]),
    deskUser: deskUser.optional().meta({ description: "left out: whoever asks" }),
    reasons: words
      .optional()
      .meta({ description: "needed of the DPO, to assign somebody with a conflict of interest" }),
  })
  .meta({ id: "CaseAssignRequest" });
export type AssignRequest = z.output<typeof assignRequest>;

export const unassignRequest = z
  .strictObject({ role: z.enum(["handler", "approver"]), deskUser: deskUser.optional() })
  .meta({ id: "CaseUnassignRequest" });

export const hearingRequest = z
  .strictObject({ how: z.enum(["answered", "met", "no_answer"]), reasons: words.optional() })
  .meta({ id: "CaseHearingRequest" });

export const sanctionRequest = z
  .strictObject({
    staff: staffRef,
    sanction: z.enum(SANCTIONS),
    days: z.int().min(1).max(365).optional(),
    exception: z.enum(EXCEPTION_IDS).optional(),
  })
  .meta({ id: "CaseSanctionRequest" });
export type SanctionRequest = z.output<typeof sanctionRequest>;

export const proposalRequest = z
  .strictObject({
    outcome: z.enum(OUTCOMES),
    reasons: words.meta({ description: "for whoever decides; nobody else reads them" }),
    statement: words.optional().meta({
      description: "what the person concerned reads: what was found and why; needed with a sanction",
    }),
    sanctions: z.array(sanctionRequest).max(20).default([]),
  })
  .meta({ id: "CaseProposalRequest" });
export type ProposalRequest = z.output<typeof proposalRequest>;

export const decisionRequest = z
  .strictObject({
    version: z.int().min(1).meta({ description: "of the proposal that was read" }),
    decision: z.enum(["approve", "decline"]),
    reasons: words,
  })
  .meta({ id: "CaseDecisionRequest" });

export const retractionRequest = z
  .strictObject({ version: z.int().min(1), reasons: words })
  .meta({ id: "CaseRetractionRequest" });

export const concernedRequest = z
  .strictObject({
    staff: staffRef,
    isConcerned: z.boolean(),
    isCertain: z.boolean().default(true),
    reasons: words,
  })
  .meta({ id: "CaseConcernedRequest" });

export const noteRequest = z.strictObject({ text: words }).meta({ id: "CaseNoteRequest" });

export const evidenceRequest = z
  .strictObject({ text: words, happenedAt: z.iso.datetime({ offset: true }).optional() })
  .meta({ id: "CaseEvidenceRequest" });
export const releaseRequest = z
  .strictObject({
    what: z.enum(["exact_times", "report_text"]),
    report: z.string().max(100).optional(),
    reasons: words,
  })
  .meta({ id: "CaseReleaseRequest" });

const LETTER_KINDS = Object.keys(LETTERS) as [LetterKind, ...LetterKind[]];
export const letterRequest = z
  .strictObject({
    kind: z.enum(LETTER_KINDS),
    language: z.enum(["fr", "en"]).default("fr"),
    values: z.record(z.string().max(40), z.string().max(8_000)).meta({ description: "what the template asks for" }),
  })
  .meta({ id: "CaseLetterRequest" });
export const letterAnswer = z.strictObject({ text: z.string() }).meta({ id: "CaseLetter" });

/** Sentences that are used often: the text `cases.template.<name>`. */
export const TEMPLATES = ["received", "more_details", "still_working", "call_back", "outcome"] as const;
export const messageRequest = z
  .strictObject({ text: words.optional(), template: z.enum(TEMPLATES).optional() })
  .refine(({ text, template }) => (text === undefined) !== (template === undefined), {
    message: "text or template, one of them",
  })
  .meta({ id: "CaseMessageRequest" });

export const categoriesRequest = z
  .strictObject({
    primary: z.enum(CATEGORIES),
    secondary: z.array(z.enum(CATEGORIES)).max(CATEGORIES.length).default([]),
    reasons: words,
  })
  .refine(({ primary, secondary }) => new Set([primary, ...secondary]).size === secondary.length + 1, {
    message: "each category once",
  })
  .meta({ id: "CaseCategoriesRequest" });
export type CategoriesRequest = z.output<typeof categoriesRequest>;

export const dateRequest = z
  .strictObject({
    fact: z.enum(DATE_FACTS),
    on: civilDay,
    source: z.strictObject({ kind: z.enum(["report", "document", "statement"]), text: words }),
  })
  .meta({ id: "CaseDateRequest" });
export type DateRequest = z.output<typeof dateRequest>;

export const linkRequest = z.strictObject({ case: z.string().max(100) }).meta({ id: "CaseLinkRequest" });

export const caseSummary = z
  .strictObject({
    id: z.string(),
    procedure: z.enum(PROCEDURES),
    right: z.enum(RIGHTS).nullable(),
    state: z.enum(CASE_STATES),
    outcome: z.enum(OUTCOMES).nullable(),
    round: z.int(),
    openedAt: instant,
    closedAt: instant.nullable(),
    dueOn: date.nullable(),
    handler: z.string().nullable(),
    primary: z.enum(CATEGORIES).nullable(),
    isDanger: z.boolean(),
    isSpecialCategory: z.boolean(),
    isWithdrawn: z.boolean(),
  })
  .meta({ id: "CaseSummary" });
export type CaseSummary = z.output<typeof caseSummary>;

export const caseQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  after: z.string().max(200).optional(),
  isClosed: z.enum(["true", "false"]).default("false"),
  handler: z
    .string()
    .max(100)
    .refine((name) => name === "me" || name === "none" || parseId("deskUser", name) !== undefined, "No account")
    .optional()
    .meta({ description: "me, none, or an account" }),
  state: z.enum(CASE_STATES).optional().meta({ description: "closed: whatever isClosed says" }),
  procedure: z.enum(PROCEDURES).optional(),
  primary: z.enum(CATEGORIES).optional(),
  sort: z
    .enum(["due", "opened"])
    .default("due")
    .meta({ description: "the oldest deadline first, or the latest opened first" }),
  q: z
    .string()
    .regex(/^[A-Za-z0-9_]{1,40}$/)
    .optional()
    .meta({ description: "how the id begins, with or without `cas_`" }),
});
export type CaseQuery = z.output<typeof caseQuery>;

export const caseCounts = z
  .strictObject({
    running: z.int().meta({ description: "all that are not closed" }),
    byState: z.strictObject(
      Object.fromEntries(CASE_STATES.map((state) => [state, z.int()])) as { [state in CaseState]: z.ZodInt },
    ),
    overdue: z.int().meta({ description: "running cases with a deadline that has passed" }),
    dueSoon: z.int().meta({ description: "with a deadline within a week" }),
    dueOn: date.nullable(),
    mine: z.int().meta({ description: "running cases that whoever asks handles or approves" }),
    mineOverdue: z.int(),
    mineDueOn: date.nullable(),
    unassigned: z.int().meta({ description: "running cases that nobody handles" }),
    danger: z.int(),
  })
  .meta({ id: "CaseCounts" });
export type CaseCounts = z.output<typeof caseCounts>;
export const caseList = z
  .strictObject({ items: z.array(caseSummary), next: z.string().nullable() })
  .meta({ id: "CaseList" });

const text = z.strictObject({ id: z.string(), at: instant, by: z.string(), text: z.string().nullable() });

export const measureAnswer = z
  .strictObject({
    id: z.string(),
    staff: z.string().nullable(),
    kind: z.enum(["hold", "suspension", "sanction"]),
    sanction: z.string().nullable(),
    days: z.int().nullable(),
    exception: z.string().nullable(),
    state: z.enum(["awaiting", "in_force", "declined", "ended"]),
    orderedAt: instant,
    orderedBy: z.string(),
    signedBy: z.string().nullable(),
    fromAt: instant.nullable(),
    untilAt: instant.nullable(),
    endedAt: instant.nullable(),
    reasons: z.string().nullable(),
  })
  .meta({ id: "CaseMeasure" });
export type MeasureAnswer = z.output<typeof measureAnswer>;

export const clockAnswer = z
  .strictObject({
    id: z.string(),
    notBefore: date.nullable(),
    notAfter: date.nullable(),
    basis: z.string(),
    basisOn: date.nullable(),
    source: z.string(),
    isHard: z.boolean(),
    daysLeft: z.int().nullable(),
    staff: z.string().nullable(),
  })
  .meta({ id: "CaseClock" });
export type ClockAnswer = z.output<typeof clockAnswer>;

const reportInCase = z
  .strictObject({
    id: z.string(),
    filedAt: instant,
    door: z.string(),
    by: z.string(),
    language: z.enum(["fr", "en"]),
    isUnsure: z.boolean(),
    concerned: z.array(z.strictObject({ staff: z.string(), knownBy: z.enum(["named", "mission", "lead"]) })),
    what: z.array(z.string()),
    wish: z.string(),
    isDanger: z.boolean(),
    hasNumber: z.boolean(),
    isReachable: z.boolean(),
    pictures: z.int().meta({ description: "how many; each is read by its number, from 0" }),
    hours: z.string().nullable(),
    details: z.array(z.strictObject({ kind: z.string(), at: instant, text: z.string().nullable() })),
    messages: z.array(
      z.strictObject({
        sender: z.enum(["reporter", "desk"]),
        at: instant,
        text: z.string().nullable(),
        readAt: instant.nullable(),
      }),
    ),
    findings: z.array(z.strictObject({ attempt: z.string(), at: instant })),
  })
  .meta({ id: "CaseReport" });
export type ReportInCase = z.output<typeof reportInCase>;

export const caseAnswer = caseSummary
  .extend({
    concerned: z.array(
      z.strictObject({
        staff: z.string(),
        regime: z.string(),
        standing: z.string(),
        isOnHold: z.boolean(),
        isCertain: z.boolean(),
      }),
    ),
    approvers: z.array(z.string()),
    reports: z.array(reportInCase),
    categories: z.array(z.strictObject({ code: z.enum(CATEGORIES), isPrimary: z.boolean(), gravity: z.int() })),
    dates: z.array(
      z.strictObject({
        fact: z.string(),
        on: date,
        source: z.strictObject({ kind: z.string(), text: z.string().nullable() }),
      }),
    ),
    notes: z.array(text),
    allegations: z.array(text),
    evidence: z.array(text.extend({ happenedAt: instant.nullable() })),
    answers: z.array(text),
    appeals: z.array(text),
    proposals: z.array(
      z.strictObject({
        version: z.int(),
        round: z.int(),
        outcome: z.enum(OUTCOMES),
        sanctions: z.array(sanctionRequest),
        reasons: z.string().nullable(),
        statement: z.string().nullable().meta({ description: "what the person concerned would read" }),
        proposedAt: instant,
        proposedBy: z.string(),
        state: z.enum(["open", "approved", "declined", "withdrawn"]),
        decidedAt: instant.nullable(),
        decidedBy: z.string().nullable(),
        decisionReasons: z.string().nullable(),
      }),
    ),
    measures: z.array(measureAnswer),
    earlierSanctions: z.array(
      z.strictObject({ staff: z.string(), sanction: z.string(), sanctionedOn: date, case: z.string() }),
    ),
    links: z.array(z.string()),
  })
  .meta({ id: "Case" });
export type CaseAnswer = z.output<typeof caseAnswer>;

export const historyAnswer = z
  .strictObject({
    items: z.array(
      z.strictObject({
        at: instant,
        act: z.string(),
        code: z.string().nullable(),
        by: z.string().nullable(),
        byKind: z.enum(["desk", "staff", "companion", "machine"]),
        from: z.enum(CASE_STATES),
        to: z.enum(CASE_STATES),
        entryId: z.int(),
      }),
    ),
    next: z.null(),
  })
  .meta({ id: "CaseHistory" });

const statedProposal = z.strictObject({
  version: z.int(),
  outcome: z.enum(OUTCOMES),
  sanctions: z.array(sanctionRequest),
  reasons: z.string().nullable(),
  statement: z.string().nullable(),
  proposedAt: instant,
  proposedBy: z.string(),
  state: z.enum(["open", "approved", "declined", "withdrawn"]),
});
export const proposalChanges = z
  .strictObject({
    version: z.int().nullable().meta({ description: "the proposal that waits; null: none does" }),
    since: z
      .array(z.strictObject({ at: instant, act: z.string(), by: z.string().nullable(), byKind: z.string() }))
      .meta({ description: "what was done on the case since that proposal was made" }),
    between: z
      .strictObject({
        before: statedProposal,
        after: statedProposal,
        changed: z.array(z.enum(["outcome", "sanctions", "reasons", "statement"])),
      })
      .nullable()
      .meta({ description: "the last two versions; null where there are not two" }),
  })
  .meta({ id: "CaseProposalChanges" });
export type ProposalChanges = z.output<typeof proposalChanges>;

export const acted = z
  .strictObject({ id: z.string(), state: z.enum(CASE_STATES), version: z.int().optional() })
  .meta({ id: "CaseActed" });
export const madeText = z.strictObject({ id: z.string() }).meta({ id: "CaseTextMade" });
export const clockList = z.strictObject({ items: z.array(clockAnswer), next: z.null() }).meta({ id: "CaseClocks" });
export const caseExport = z
  .strictObject({
    exportedAt: instant,
    case: caseAnswer,
    clocks: z.array(clockAnswer),
    history: historyAnswer.shape.items,
  })
  .meta({ id: "CaseExport" });

export const signatureQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
const signature = z
  .strictObject({
    kind: z.enum(["proposal", "measure"]),
    case: z.string(),
    measure: z.string().nullable(),
    version: z.int().nullable(),
    procedure: z.enum(PROCEDURES),
    askedAt: instant,
    askedBy: z.string(),
    dueOn: date.nullable(),
    isDanger: z.boolean(),
    isMine: z.boolean().meta({ description: "whether whoever asks has joined the case as its approver" }),
  })
  .meta({ id: "Signature" });
export type Signature = z.output<typeof signature>;
export const signatureList = z
  .strictObject({ items: z.array(signature), next: z.null() })
  .meta({ id: "SignatureList" });

export const pictureParams = z.strictObject({
  id: z.string().max(100),
  report: z.string().max(100),
  n: z.coerce.number().int().min(0).max(100),
});

export const caseTrace = z
  .strictObject({
    items: z.array(
      z.strictObject({
        at: instant,
        kind: z.enum(["assigned", "contact", "disclosure"]),
        staff: z.string().nullable(),
        mission: z.string(),
        purpose: z.string(),
        outcome: z.string().nullable(),
        attempt: z.string().nullable(),
        leaf: z.strictObject({ log: z.string(), index: z.int().nullable(), hash: z.string() }).nullable(),
      }),
    ),
    isCut: z.boolean(),
    notCovered: z
      .array(z.enum(["dispatch", "paper", "operator", "customer", "memory"]))
      .meta({ description: "systems from which somebody may know a number without us" }),
  })
  .meta({ id: "CaseTrace" });
