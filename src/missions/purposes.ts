import type { Channel, LegalBasis } from "./wire.ts";

/**
 * What contact with a customer may be for. A mission names a purpose, and everything that limits it follows from
 * there: nothing outside this table can be a mission. Each figure is ours until a company's DPO changes it
 * (a new version of the row); the comment on a field says what a figure that is too small or too large costs.
 */
export type Purpose = {
  /** The word of the API, the ledger and the screen. */
  readonly name: string;
  /** Counts up with each change of a row: a ledger entry names the version it was decided under. */
  readonly version: number;
  /** Source: W3C DPV 2.3, purposes. */
  readonly dpvIri: string;
  /** Used when the mission names none. Source: W3C DPV 2.3, legal/eu/gdpr. */
  readonly legalBasisIri: LegalBasis;
  /** The most a mission of this purpose may open, and what it opens when it names none. */
  readonly channels: readonly Channel[];
  /**
   * Minutes before the planned start at which an imported mission opens (windows given by API are literal).
   * Too small: "I am on my way" and "the door code is…" do not get through. Too large: contact before there is a
   * reason for it.
   */
  readonly paddingBeforeMinutes: number;
  /**
   * Minutes after the planned end at which an imported mission closes by itself.
   * Too small: a visit that runs over is cut off. Too large: padding and grace together must stay under the hour
   * after which the text of January 2017 was sent.
   */
  readonly paddingAfterMinutes: number;
  /**
   * Minutes after closing during which a sentence already under way may still arrive; 0 allowed, 1,440 at most.
   * Too small: "you left your tool here" is lost to a formal reopening. Too large: see padding.
   */
  readonly graceMinutes: number;
  /**
   * Days after the end during which a (person, masked number) pair serves no other counterpart.
   * Too small: a number saved last week reaches someone else's customer. Too large: the pool grows with it:
   * missions a day × (window + quarantine in days) numbers. Measured for 300 staff × 6 missions a day:
   * 7 days need 54 numbers, 30 days 192. Rides and rounds of deliveries have many short missions: 7 days.
   */
  readonly quarantineDays: number;
  /**
   * Months for which the mission and its attempts are kept.
   * Too small: a report made late finds nothing. Too large: an unlawful log. 12 is the usual maximum; up to 36 need
   * a documented procedure against misuse by staff, so a company must choose them.
   * Source: CNIL délibération 2021-122, §8 and §19.
   */
  readonly retentionMonths: number;
  /**
   * Texts that each side may send on one line of one mission.
   * Too small: a difficult visit ends in silence. Too large: the number becomes a way to wear a person down.
   */
  readonly maxTextsPerMission: number;
  /** Calls that each side may place on one line of one mission. Costs as for texts. */
  readonly maxCallsPerMission: number;
  /**
   * Seconds after which a connected call is ended.
   * Too small: explaining a fuse box by phone fails. Too large: a forgotten call holds a trunk and is paid for.
   */
  readonly maxCallSeconds: number;
  /**
   * Seconds of ringing before we give up.
   * Must end before the callee's voicemail answers (no-reply timers are 5 to 30 s and 20 s when nobody set one):
   * a greeting tells the caller the name, often the number, that we hide. Too small: nobody has time to answer.
   * Source: 3GPP TS 22.082 (no reply condition timer), TS 27.007 +CCFC (default 20).
   */
  readonly ringSeconds: number;
};

/** Below every network's default of 20 s, with 2 s left for the time between dialling and ringing. */
const RING_SECONDS = 18;

const EVERY_VISIT = {
  version: 1,
  legalBasisIri: "eu-gdpr:A6-1-b-contract-performance",
  channels: ["sms", "call"],
  paddingBeforeMinutes: 60,
  paddingAfterMinutes: 30,
  graceMinutes: 15,
  quarantineDays: 30,
  retentionMonths: 12,
  maxTextsPerMission: 30,
  maxCallsPerMission: 10,
  maxCallSeconds: 900,
  ringSeconds: RING_SECONDS,
} as const;

export const BUILT_IN_PURPOSES: readonly Purpose[] = [
  { ...EVERY_VISIT, name: "home-intervention", dpvIri: "dpv:RequestedServiceProvision" },
  {
    ...EVERY_VISIT,
    name: "ride",
    dpvIri: "dpv:RequestedServiceProvision",
    // A driver is near, and gone, within minutes; what was left in the car is a reopening with a reason.
    paddingBeforeMinutes: 15,
    paddingAfterMinutes: 15,
    graceMinutes: 5,
    quarantineDays: 7,
    maxTextsPerMission: 15,
    maxCallSeconds: 300,
  },
  {
    ...EVERY_VISIT,
    name: "delivery",
    dpvIri: "dpv:DeliveryOfGoods",
    // The window promised to the customer is wide already; at the door there is little to say.
    paddingBeforeMinutes: 30,
    quarantineDays: 7,
    maxTextsPerMission: 15,
    maxCallSeconds: 300,
  },
  { ...EVERY_VISIT, name: "home-care", dpvIri: "dpv:RequestedServiceProvision" },
  // Moving an appointment is said some hours ahead; days ahead it is the desk's work.
  { ...EVERY_VISIT, name: "appointment", dpvIri: "dpv:CustomerOrderManagement", paddingBeforeMinutes: 180 },
  {
    ...EVERY_VISIT,
    name: "message-proxy",
    dpvIri: "dpv:CommunicationForCustomerCare",
    // Sessions of another product's API: their window is theirs, literal, and ends when they say; whole
    // conversations run through one session, so the limits only stop machines.
    paddingBeforeMinutes: 0,
    paddingAfterMinutes: 0,
    graceMinutes: 0,
    maxTextsPerMission: 500,
    maxCallsPerMission: 100,
    maxCallSeconds: 3_600,
  },
];

/**
 * Never a reason to reach a customer through us, listed or not: selling, advertising, campaigning.
 * Source: GDPR art. 5(1)(b); the whole branch of `dpv:Marketing` and `dpv:SellProducts` in W3C DPV 2.3.
 */
export const PROHIBITED_PURPOSES: readonly string[] = [
  "dpv:Marketing",
  "dpv:DirectMarketing",
  "dpv:Advertising",
  "dpv:PersonalisedAdvertising",
  "dpv:TargetedAdvertising",
  "dpv:SocialMediaMarketing",
  "dpv:PublicRelations",
  "dpv:PoliticalCampaign",
  "dpv:RecruitmentAdvertising",
  "dpv:RecruitmentTargetedAdvertising",
  "dpv:SellProducts",
  "dpv:SellProductsToDataSubject",
  "dpv:SellDataToThirdParties",
  "dpv:SellInsightsFromData",
];

export type PurposeLookup =
  | { readonly ok: true; readonly purpose: Purpose }
  | { readonly ok: false; readonly code: "purpose_prohibited" | "unknown_purpose" };

/**
 * Finds the purpose that a mission names, in the version that counts highest.
 *
 * Whatever is not listed is refused. A prohibition wins over a listing: naming a prohibited purpose (with or
 * without its prefix, in any case) or a row that claims one gives `purpose_prohibited`.
 * Source: Byun and Li 2008 (prohibited intended purposes override allowed ones).
 */
export function findPurpose(name: string, listed: readonly Purpose[] = BUILT_IN_PURPOSES): PurposeLookup {
  if (isProhibited(name)) return { ok: false, code: "purpose_prohibited" };
  let found: Purpose | undefined;
  for (const purpose of listed) {
    if (purpose.name === name && (found === undefined || purpose.version > found.version)) found = purpose;
  }
  if (found === undefined) return { ok: false, code: "unknown_purpose" };
  return isProhibited(found.dpvIri) ? { ok: false, code: "purpose_prohibited" } : { ok: true, purpose: found };
}

const PROHIBITED_NAMES = new Set(PROHIBITED_PURPOSES.map(bareName));

function isProhibited(name: string): boolean {
  return PROHIBITED_NAMES.has(bareName(name));
}

/** `https://w3id.org/dpv#DirectMarketing`, `dpv:DirectMarketing`, `direct-marketing` are one purpose. */
function bareName(name: string): string {
  return name
    .slice(Math.max(name.lastIndexOf("#"), name.lastIndexOf(":")) + 1)
    .replace(/[\s_-]/g, "")
    .toLowerCase();
}
