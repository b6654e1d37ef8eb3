import type { Folded } from "../normalise/fold.ts";
import type { Token } from "../normalise/tokens.ts";
import type { Vocabulary } from "../normalise/vocabulary.ts";
import type { ContactDatum } from "./datum.ts";

const UNITS: Readonly<Record<string, number>> = {
  zero: 0,
  zeros: 0,
  oh: 0,
  o: 0,
  nought: 0,
  nil: 0,
  un: 1,
  une: 1,
  one: 1,
  deux: 2,
  two: 2,
  trois: 3,
  three: 3,
  quatre: 4,
  four: 4,
  cinq: 5,
  five: 5,
  six: 6,
  sept: 7,
  seven: 7,
  huit: 8,
  eight: 8,
  neuf: 9,
  nine: 9,
  dix: 10,
  ten: 10,
  onze: 11,
  eleven: 11,
  douze: 12,
  twelve: 12,
  treize: 13,
  thirteen: 13,
  quatorze: 14,
  fourteen: 14,
  quinze: 15,
  fifteen: 15,
  seize: 16,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  vingt: 20,
  vingts: 20,
  twenty: 20,
  trente: 30,
  thirty: 30,
  quarante: 40,
  forty: 40,
  cinquante: 50,
  fifty: 50,
  soixante: 60,
  sixty: 60,
  septante: 70,
  seventy: 70,
  octante: 80,
  huitante: 80,
  eighty: 80,
  nonante: 90,
  ninety: 90,
  vin: 20,
  trante: 30,
  katre: 4,
  cink: 5,
  sink: 5,
  set: 7,
  uit: 8,
  nef: 9,
  troi: 3,
  deu: 2,
  sis: 6,
};
const FRENCH = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split(
  " ",
);
const FRENCH_TENS = ["vingt", "trente", "quarante", "cinquante", "soixante"];
/** "nine hundred" is read 9, 0, 0. */
const HUNDREDS = ["hundred", "cent", "cents"];
const REPEATS: Readonly<Record<string, number>> = { double: 2, triple: 3 };
/** What may stand between the parts of a number that is spelled out. */
const BETWEEN = "et and puis then tiret slash espace point dot dash virgule apres plus";
/** Words before a number that is not a phone's: orders, references, prices, codes. */
const REFERENCES =
  "suivi dossier ref reference references commande contrat facture colis serie client clients code codes ticket imei order tracking claim account case invoice booking serial iban siret siren pin puk retrait bon devis compteur pdl pce prm abonne lot article modele recommande rio mission intervention reservation policy meter consignment parcel reg plaque immatriculation";
/** Words near a number of the company's. */
const HOTLINES =
  "sav service standard hotline accueil urgence urgences secretariat agence support customer astreinte surtaxe gratuit appel office helpline helpdesk depannage samu pompiers police serveur bureau siege";
/** Words before the number of somebody else who may be called about the visit. */
const OTHERS =
  "voisin voisine voisins neighbour neighbor neighbours gardien gardienne concierge mari fils fille mere pere soeur frere maman papa colocataire coloc husband wife mum mom dad daughter son sister brother flatmate roommate locataire tenant caretaker femme partner babysitter nounou collegue colleague syndic her him his leur sa";
/** Tokens before a number, or around it, in which such a word counts. */
const REFERENCE_BEFORE = 6;
/** The same for a number that is written as only phones are. */
const REFERENCE_RIGHT_BEFORE = 2;
const HOTLINE_AROUND = 6;
const OTHER_BEFORE = 12;
/** Tokens of one number that is spelled out, digit by digit with a word between each. */
const LONGEST_RUN = 40;
const NEWLINE = 0x0a;
const QUESTION = 0x3f;
const FEW_DIGITS = 7;
const MANY_DIGITS = 17;
/** Numbers beside a phone number that do not belong to it, with the words between. */
const STRAY_NUMBERS = 3;

/** French numbers written as one word: "quatrevingtdixhuit". */
function* gluedNumbers(): Generator<readonly [word: string, value: number]> {
  for (const ten of [20, 30, 40, 50, 60, 80]) {
    const tens = ten === 80 ? "quatrevingt" : FRENCH_TENS[ten / 10 - 2];
    if (ten === 80) yield [String(tens), ten];
    const last = ten === 60 || ten === 80 ? 19 : 9;
    for (let more = 1; more <= last; more += 1) {
      const rest = more <= 16 ? FRENCH[more] : `dix${FRENCH[more - 10]}`;
      yield [`${tens}${rest}`, ten + more];
    }
  }
}

/** Finds phone numbers, in digits and in words, with anything between them. */
export class PhoneReader {
  readonly #values = new Map<number, number>();
  readonly #repeats = new Map<number, number>();
  readonly #hundreds: ReadonlySet<number>;
  readonly #between: ReadonlySet<number>;
  readonly #references: ReadonlySet<number>;
  readonly #hotlines: ReadonlySet<number>;
  readonly #others: ReadonlySet<number>;

  constructor(vocabulary: Vocabulary) {
    for (const [word, value] of Object.entries(UNITS)) this.#values.set(vocabulary.add(word), value);
    for (const [word, value] of gluedNumbers()) this.#values.set(vocabulary.add(word), value);
    for (const [word, times] of Object.entries(REPEATS)) this.#repeats.set(vocabulary.add(word), times);
    const ids = (words: string) => new Set(words.split(" ").map((word) => vocabulary.add(word)));
    this.#hundreds = ids(HUNDREDS.join(" "));
    this.#between = ids(BETWEEN);
    this.#references = ids(REFERENCES);
    this.#hotlines = ids(HOTLINES);
    this.#others = ids(OTHERS);
  }

  /** Adds what it finds to `found`, in time linear in the text. */
  read(folded: Folded, tokens: readonly Token[], isFromCustomer: boolean, found: ContactDatum[]): void {
    for (let at = 0; at < tokens.length; ) {
      if (!this.#isNumeric(tokens[at] as Token)) {
        at += 1;
        continue;
      }
      const end = this.#endOfRun(folded, tokens, at);
      const phone = this.#phoneIn(folded, tokens, at, end, isFromCustomer);
      if (phone !== undefined) found.push(phone);
      at = end;
    }
  }

  /** The phone number in a run of numbers, alone or with others before or behind it: an hour, a house number. */
  #phoneIn(
    folded: Folded,
    tokens: readonly Token[],
    first: number,
    end: number,
    isFromCustomer: boolean,
  ): ContactDatum | undefined {
    // Each number in digits has one at least: whatever is left out at both ends, it is too long.
    const numbers = tokens.slice(first, end).filter(({ kind }) => kind === "number").length;
    if (numbers > MANY_DIGITS + 2 * STRAY_NUMBERS) return undefined;
    for (let before = 0; before <= STRAY_NUMBERS; before += 1) {
      for (let behind = 0; behind <= STRAY_NUMBERS; behind += 1) {
        const [from, to] = [first + before, end - behind];
        if (from >= to) break;
        const digits = this.#digitsOf(tokens.slice(from, to));
        if (digits.length < FEW_DIGITS) break;
        if (digits.length > MANY_DIGITS) continue;
        const certainty = this.#certaintyOf(folded, tokens, from, to, digits, isFromCustomer);
        if (certainty === 0) continue;
        const [start, stop] = [(tokens[from] as Token).from, (tokens[to - 1] as Token).to];
        return { kind: "phone", from: start, to: stop, value: digits, certainty };
      }
    }
    return undefined;
  }

  #isNumeric({ kind, word }: Token): boolean {
    return kind === "number" || this.#values.has(word) || this.#repeats.has(word) || this.#hundreds.has(word);
  }

  #endOfRun({ units }: Folded, tokens: readonly Token[], first: number): number {
    let end = first + 1;
    for (let at = end; at < tokens.length && at - first < LONGEST_RUN; at += 1) {
      const token = tokens[at] as Token;
      if (this.#isNumeric(token)) {
        end = at + 1;
        continue;
      }
      const unit = units[token.from];
      const isMark = (token.kind === "stop" && unit !== NEWLINE) || (token.kind === "sign" && unit !== QUESTION);
      const isJoint = isMark || this.#between.has(token.word);
      if (!isJoint || at > end) break;
    }
    return end;
  }

  #digitsOf(run: readonly Token[]): string {
    let digits = "";
    let pending = -1;
    let times = 1;
    const emit = (value: string) => {
      digits += value.repeat(times);
      times = 1;
    };
    const flush = () => {
      if (pending >= 0) emit(String(pending));
      pending = -1;
    };
    for (const token of run) {
      const repeat = this.#repeats.get(token.word);
      const value = this.#values.get(token.word);
      if (this.#hundreds.has(token.word)) {
        flush();
        digits += "00";
        continue;
      }
      if (token.kind === "word" && value === undefined && repeat === undefined) continue;
      if (token.kind === "number" || value === undefined) {
        flush();
        if (token.kind === "number") emit(token.digits);
        if (repeat !== undefined) times = repeat;
      } else if (value === 20 && pending === 4) pending = 80;
      else if (value < 10 && pending >= 20 && pending % 10 === 0 && value > 0) {
        emit(String(pending + value));
        pending = -1;
      } else if (value >= 10 && value < 20 && (pending === 60 || pending === 80)) pending += value;
      else if (value >= 7 && value < 10 && (pending === 70 || pending === 90 || pending === 10)) {
        emit(String(pending + value));
        pending = -1;
      } else {
        flush();
        pending = value;
      }
    }
    flush();
    return digits;
  }

  #certaintyOf(
    { units }: Folded,
    tokens: readonly Token[],
    first: number,
    end: number,
    digits: string,
    isFromCustomer: boolean,
  ): number {
    const before = (tokens[first] as Token).from - 1;
    const hasPlus = before >= 0 && units[before] === 0x2b;
    const spelled = tokens.slice(first, end).filter(({ kind }) => kind === "word").length;
    const isGrouped = isAmerican(tokens.slice(first, end));
    const likeness = Math.max(
      phoneLikeness(digits, hasPlus, isGrouped),
      spelled >= MANY_WORDS ? mobileWithoutZero(digits) : 0,
    );
    if (likeness === 0) return 0;
    const isNear = (words: ReadonlySet<number>, from: number, to: number) =>
      tokens.slice(Math.max(0, from), to).some(({ word }) => words.has(word));
    const reach = hasPlus || isInPairs(tokens.slice(first, end)) ? REFERENCE_RIGHT_BEFORE : REFERENCE_BEFORE;
    if (isNear(this.#references, first - reach, first)) return 0;
    const isMobile = /^(0[67]|(00)?33[67]|(00)?447)/.test(digits);
    if (!isMobile && isNear(this.#hotlines, first - HOTLINE_AROUND, end + HOTLINE_AROUND)) return 0;
    if (isFromCustomer && isNear(this.#others, first - OTHER_BEFORE, first)) return 0;
    return likeness;
  }
}

/** Five pairs, as the French write phones. */
function isInPairs(run: readonly Token[]): boolean {
  const groups = run.filter(({ kind }) => kind === "number");
  return groups.length === 5 && groups.every(({ digits }) => digits.length === 2);
}

/** Digits in threes and four, or in words: ten in a row are an order's, or anything's. Source: NANP. */
function isAmerican(run: readonly Token[]): boolean {
  const groups = run.filter(({ kind }) => kind === "number").map(({ digits }) => digits.length);
  const isSpelled = groups.every((length) => length === 1);
  return isSpelled || /^(1,)?3,(3,4|7)$/.test(groups.join(","));
}

/** Words of a number that is spelled out: a price or a house number has fewer. */
const MANY_WORDS = 3;

/** A mobile number whose first zero is left to the reader, British or French. */
function mobileWithoutZero(digits: string): number {
  return /^([67]\d{8}|7\d{9})$/.test(digits) ? 0.6 : 0;
}

/** How much digits look like a phone number: 1 certainly, 0 not. Source: ARCEP and Ofcom numbering plans, NANP, ITU E.164. */
function phoneLikeness(digits: string, hasPlus: boolean, isGrouped: boolean): number {
  if (hasPlus && digits.length >= 8 && digits.length <= 15) return 1;
  if (/^0[1-9]\d{8}$/.test(digits)) return 1;
  if (/^(00)?330?[1-9]\d{8}$/.test(digits)) return 1;
  if (/^07\d{9}$/.test(digits) || /^0[1-3]\d{9}$/.test(digits) || /^(00)?44\d{10}$/.test(digits)) return 1;
  if (isGrouped && /^1?[2-9]\d{2}[0-9]\d{6}$/.test(digits)) return 0.6;
  if (/^555\d{4}$/.test(digits)) return 0.6;
  if (/^00[1-9]\d{8,13}$/.test(digits)) return 1;
  if (/^0[67]\d{6,7}$/.test(digits)) return 0.6;
  return 0;
}
