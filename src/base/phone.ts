import type { CountryCode, PhoneNumberType, PhoneNumber } from "libphonenumber-js/max";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";

export type { CountryCode } from "libphonenumber-js/max";

/** `landline` carries no SMS. `unclear` may: the numbering plan does not tell, so the carrier's receipt will. */
export type PhoneKind = "mobile" | "landline" | "unclear";

export type ParsedPhone =
  | { readonly ok: true; readonly e164: string; readonly kind: PhoneKind; readonly country: CountryCode }
  | { readonly ok: false; readonly code: "phone_invalid" };

const INVALID = { ok: false, code: "phone_invalid" } as const;

/** Characters. The longest real spelling ("+33 (0)6 39 98 00 01") has 20; more is two numbers or a sentence. */
const MAX_CHARACTERS = 40;

/** What people put between digits. Letters (extensions, vanity numbers) are refused: we could not dial them. */
const DIALLABLE = /^\(?\+?[\d\s().\-/]+$/;

/**
 * Ranges kept free for fiction, which our demos and tests live on. Nobody is ever assigned one, so the metadata
 * calls most of them possible but not valid; accepting them exposes no one. Missing one costs a demo, listing one
 * too many would let a wrong number in: so they are exact prefixes and lengths.
 * Source: Arcep décision 2018-0881 (06 39 98); Ofcom, numbers for use in TV and radio drama (07700 900, 01632 960).
 */
const FICTITIOUS: readonly {
  readonly prefix: string;
  readonly length: number;
  readonly kind: PhoneKind;
  readonly country: CountryCode;
}[] = [
  { prefix: "+3363998", length: 12, kind: "mobile", country: "FR" },
  { prefix: "+447700900", length: 13, kind: "mobile", country: "GB" },
  { prefix: "+441632960", length: 13, kind: "landline", country: "GB" },
];

/**
 * Mainland and overseas departments dial one national plan (0690… reaches Guadeloupe from Paris) but have country
 * codes of their own. The metadata of the mainland claims some overseas blocks too, so a number with one of these
 * beginnings is first looked for overseas; the plan gives each block to one territory, so their order decides nothing.
 * Source: Arcep décision 2018-0881, §2.3; overlaps counted in libphonenumber-js 1.13.16. 06 39 98 is fiction, not Mayotte.
 */
const OVERSEAS_BEGINNING = /^(?:26[2389]|59|639(?!98)|69[0-46-7]|709)/;
const OVERSEAS: readonly CountryCode[] = ["GP", "MQ", "GF", "RE", "YT"];
const FRENCH_PLAN: readonly CountryCode[] = ["FR", ...OVERSEAS];

/** 0937 to 0939 belong to platforms such as this one and carry texts; every other 09 number is a box at home. */
const FRENCH_PLATFORM_NUMBER = /^\+339(?:37|38|39)/;

/**
 * Reads a phone number as people write it and gives it in E.164.
 *
 * `defaultCountry` is the country whose national spelling is understood; without it only `+` and `00` spellings are.
 * Accepted: numbers that the numbering plan assigns (libphonenumber's metadata), and the fictitious ranges above.
 * Refused, as `phone_invalid`: anything else, more than one number, extensions, and kinds no customer answers on and
 * where a call could cost the company money: premium, shared-cost, personal (UK 070), pager and voicemail numbers.
 */
export function parsePhone(text: string, defaultCountry?: CountryCode): ParsedPhone {
  if (text.length > MAX_CHARACTERS) return INVALID;
  const plain = text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/[‐-―−]/g, "-")
    .trim();
  if (!DIALLABLE.test(plain)) return INVALID;
  const dialled = plain.replace(/^\((\+|00)(\d+)\)/, "$1$2").replace(/^00/, "+");
  const number = read(dialled, defaultCountry);
  if (number === undefined) return INVALID;
  const isNational = !dialled.includes("+");
  if (isNational ? FRENCH_PLAN.includes(defaultCountry as CountryCode) : number.countryCallingCode === "33") {
    return judgeFrench(number, isNational);
  }
  return judge(number);
}

function read(dialled: string, country: CountryCode | undefined): PhoneNumber | undefined {
  return parsePhoneNumberFromString(dialled, { extract: false, ...(country && { defaultCountry: country }) });
}

/** A number that names the mainland's code but belongs overseas is a mistake that we do not guess away. */
function judgeFrench(number: PhoneNumber, isNational: boolean): ParsedPhone {
  const national = `0${number.nationalNumber}`;
  if (OVERSEAS_BEGINNING.test(number.nationalNumber)) {
    for (const territory of OVERSEAS) {
      const overseas = read(national, territory);
      if (overseas?.isValid()) return isNational ? judge(overseas) : INVALID;
    }
  }
  const own = judge(number);
  if (own.ok || !isNational) return own;
  const mainland = read(national, "FR");
  return mainland === undefined ? INVALID : judge(mainland);
}

function judge(number: PhoneNumber): ParsedPhone {
  const e164 = number.number;
  const range = FICTITIOUS.find(({ prefix, length }) => e164.length === length && e164.startsWith(prefix));
  if (range !== undefined) return { ok: true, e164, kind: range.kind, country: range.country };
  if (!number.isValid() || number.country === undefined) return INVALID;
  const kind = kindOf(number.getType(), e164);
  return kind === undefined ? INVALID : { ok: true, e164, kind, country: number.country };
}

/** Undefined for the kinds that are refused. */
function kindOf(type: PhoneNumberType | undefined, e164: string): PhoneKind | undefined {
  switch (type) {
    case "MOBILE":
      return "mobile";
    case "FIXED_LINE":
    case "TOLL_FREE":
      return "landline";
    case "VOIP":
      return /^\+(?:33|262|590|594|596)9/.test(e164) && !FRENCH_PLATFORM_NUMBER.test(e164) ? "landline" : "unclear";
    case "PREMIUM_RATE":
    case "SHARED_COST":
    case "PERSONAL_NUMBER":
    case "PAGER":
    case "VOICEMAIL":
      return undefined;
    default:
      return "unclear";
  }
}

/** A number as people write it: a French one as it is dialled there (`"01 23 45 67 89"`), another with its country. */
export function formatPhone(e164: string): string {
  const french = /^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(e164);
  if (french !== null) return `0${french.slice(1).join("\u00a0")}`;
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}
