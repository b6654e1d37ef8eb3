import { z } from "zod";

/** JSON shapes of the staff app: a signed-in staff member's own missions. No phone and no mail address of hers in any. */

const instant = z.string().meta({ format: "date-time" });

const myMissionFields = {
  id: z.string(),
  reference: z.string(),
  purpose: z.string(),
  status: z.enum(["scheduled", "open", "grace", "closed", "cancelled"]),
  opensAt: instant,
  closesAt: instant,
  graceEndsAt: instant,
  channels: z
    .array(z.enum(["sms", "call"]))
    .meta({ description: "what may be tried; none where contact is not possible" }),
  staffDials: z
    .string()
    .nullable()
    .meta({ description: "masked number to call; null where there is none to call now" }),
  needsCode: z.boolean(),
  code: z.string().nullable().meta({ description: "mission code, only where it is needed at each contact" }),
  hasAddress: z.boolean(),
  hasAccessNotes: z.boolean(),
  isOnMyWay: z.boolean(),
  isCut: z.boolean().meta({ description: "contact is not possible; never why" }),
  unread: z.int().min(0),
};
export const myMission = z.strictObject(myMissionFields).meta({ id: "MyMission" });
export type MyMission = z.output<typeof myMission>;

const isScreened = z.boolean().meta({ description: "a machine checks what is written" });
export const myMissionList = z
  .strictObject({ items: z.array(myMission), next: z.null(), now: instant, isScreened })
  .meta({ id: "MyMissionList" });

const myMessage = z
  .strictObject({
    id: z.string().meta({ description: "of the attempt" }),
    at: instant,
    direction: z.enum(["out", "in"]),
    text: z.string().nullable().meta({ description: "null where it is not shown, or not kept any more" }),
    outcome: z.enum(["queued", "delivered", "failed", "unknown", "held", "refused", "intercepted"]),
    code: z.string().nullable(),
    reason: z.string().nullable().meta({ description: "what became of it, in plain words" }),
    mayAskReading: z.boolean(),
  })
  .meta({ id: "MyMessage" });
export type MyMessage = z.output<typeof myMessage>;

export const myThread = z
  .strictObject({ items: z.array(myMessage), next: z.null(), now: instant })
  .meta({ id: "MyThread" });

export const myMissionRead = z
  .strictObject({
    ...myMissionFields,
    customerName: z.string().nullable().meta({ description: "while it is open or in its grace period; recorded" }),
    messages: z.array(myMessage).meta({ description: "empty once the mission is over" }),
    now: instant,
    isScreened,
  })
  .meta({ id: "MyMissionRead" });

/** Characters; as on the customer's page. */
export const MAX_MESSAGE_CHARACTERS = 1_000;
/** As it was typed: findings are places in it. Half a character, and what forges lines in a text, is none. */
export const myText = z
  .strictObject({
    text: z
      .string()
      .max(MAX_MESSAGE_CHARACTERS)
      .refine((text) => text.trim() !== "" && !/[^\P{Cc}\n\r\t]|\p{Cs}/u.test(text), {
        params: { code: "not_printable" },
      }),
  })
  .meta({ id: "MyText" });

const findings = z.array(
  z.strictObject({
    class: z.string(),
    rule: z.string(),
    start: z.int().min(0).meta({ description: "UTF-16 code units" }),
    end: z.int().min(0).meta({ description: "UTF-16 code units, exclusive" }),
    reason: z.string().meta({ description: "the rule in plain words" }),
  }),
);

export const myMessageSent = z
  .strictObject({
    id: z.string(),
    outcome: z.enum(["queued", "delivered", "failed", "unknown", "held", "refused", "intercepted"]),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    findings,
    answer: z
      .string()
      .nullable()
      .meta({ description: "to a word that is never refused: what it did, and its receipt" }),
  })
  .meta({ id: "MyMessageSent" });

export type MyMessageSent = z.output<typeof myMessageSent>;

export const myDraft = z
  .strictObject({
    verdict: z.enum(["pass", "hold", "block"]),
    findings,
    suggestion: z.string().nullable().meta({ description: "a better wording, from a closed table" }),
  })
  .meta({ id: "MyDraft" });

export const myDisclosureRequest = z
  .strictObject({ what: z.enum(["address", "accessNotes"]) })
  .meta({ id: "MyDisclosureRequest" });
