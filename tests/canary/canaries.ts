/** Something of a person that is planted in the vault, and must come out nowhere that was not promised. */
export type Canary = {
  readonly name: string;
  /** A phone in E.164, or the words of somebody. */
  readonly value: string;
  /** Parts that give it away by themselves: a family name, a street. The whole value alone would miss half of it. */
  readonly marks: readonly string[];
};

const words = (name: string, value: string, ...marks: readonly string[]): Canary => ({ name, value, marks });
/** The national number without its zero: every other spelling of a phone holds it, with or without gaps. */
const phone = (name: string, value: string): Canary => ({ name, value, marks: [value.replace("+33", "")] });

export const CANARIES = {
  customerPhone: phone("customerPhone", "+33639984711"),
  newPhone: phone("newPhone", "+33639984762"),
  importedPhone: phone("importedPhone", "+33639984753"),
  staffPhone: phone("staffPhone", "+33639984729"),
  strangerPhone: phone("strangerPhone", "+33639984738"),
  customerName: words("customerName", "Zéphyrine Quillévéré", "Zéphyrine", "Quillévéré"),
  importedName: words("importedName", "Théodûle Œillet-Mazurié", "Théodûle", "Œillet-Mazurié"),
  staffName: words("staffName", "Fulgence Brûlézac", "Fulgence", "Brûlézac"),
  deskEmail: words("deskEmail", "guillemette.sterne@nichoir-rouge.example", "guillemette.sterne", "nichoir-rouge"),
  deskName: words("deskName", "Aurélie Hirondel-Vasseur", "Aurélie", "Hirondel-Vasseur"),
  password: words("password", "Pipit farlouse, 7 œufs tachetés", "Pipit", "œufs tachetés"),
  email: words("email", "zoe.oiselle@plumage-bleu.example", "zoe.oiselle", "plumage-bleu"),
  address: words(
    "address",
    "417 impasse des Bouvreuils\n29890 Kerlouan",
    "417 impasse",
    "Bouvreuils",
    "29890 Kerlouan",
  ),
  accessNotes: words(
    "accessNotes",
    `Digicode 84K57Z, clé <sous l'hortensia & "le nain">`,
    "84K57Z",
    "<sous l'hortensia &",
  ),
  delivered: words("delivered", `Mésange « à 14 h » 😀 & c'est <promis>`, "Mésange", "& c'est <promis>"),
  answered: words("answered", "Rouge-gorge au rez-de-jardin, à gauche", "Rouge-gorge", "rez-de-jardin"),
  refused: words("refused", "Bergeronnette éméchée rappelle-moi", "Bergeronnette", "éméchée"),
  queued: words("queued", "Troglodyte mignon en retard", "Troglodyte", "mignon en retard"),
  long: words("long", "Chardonneret élégant du canal. ".repeat(12).trim(), "Chardonneret", "élégant"),
  keptBack: words("keptBack", "Grimpereau ma puce adorée, tu es trop belle", "Grimpereau", "puce adorée"),
  outage: words("outage", "Gobemouche noir pendant la panne", "Gobemouche", "noir pendant"),
  written: words("written", "Pouillot siffleur devant la porte", "Pouillot siffleur"),
  told: words("told", "Roitelet huppé m'a écrit <le soir>", "Roitelet", "huppé m'a"),
  reason: words("reason", "Sittelle torchepot m'a appelé hier", "Sittelle", "torchepot m'a"),
} as const satisfies { readonly [name: string]: Canary };

export type CanaryName = keyof typeof CANARIES;

const PHONE_GAPS = [" ", ".", "-", "/", "\u00a0", "\u202f"];

/** One mark as somebody might have written it, before any encoding. */
function written(mark: string): ReadonlySet<string> {
  if (/^\d{9}$/.test(mark)) {
    const pairs = `${mark[0]} ${mark.slice(1).replace(/\d\d(?!$)/g, "$& ")}`;
    const threes = mark.replace(/\d{3}(?!$)/g, "$& ");
    const spaced = PHONE_GAPS.flatMap((gap) => [pairs.replaceAll(" ", gap), threes.replaceAll(" ", gap)]);
    return new Set([mark, ...spaced].flatMap((way) => [way, reversed(way)]));
  }
  const plain = unaccented(mark);
  const ways = [mark, plain, mark.normalize("NFD"), reversed(mark), reversed(plain)];
  return new Set(ways.flatMap((way) => [way, way.toLowerCase(), way.toUpperCase()]));
}

export function reversed(text: string): string {
  return Array.from(text).toReversed().join("");
}

export function unaccented(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("œ", "oe").replaceAll("Œ", "OE");
}

/** The ways an output may hold one text, as bytes. */
export function encodings(text: string): readonly Buffer[] {
  const utf8 = Buffer.from(text);
  const percent = encodeURIComponent(text);
  const escape = (write: (unit: string) => string, of: RegExp) => text.replace(of, write);
  const unicode = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const html = escape((unit) => HTML[unit] as string, /[&<>"']/g);
  const texts = [
    text,
    percent,
    percent.toLowerCase(),
    percent.replaceAll("%20", "+").replaceAll("'", "%27"),
    JSON.stringify(text).slice(1, -1),
    escape(unicode, /[^ -~]/g),
    escape(unicode, /[^ -~]|[<>&']/g),
    escape((unit) => unicode(unit).toUpperCase().replace("\\U", "\\u"), /[^ -~]/g),
    html,
    html.replaceAll("&#39;", "'"),
    html.replaceAll("&#39;", "&apos;"),
    html.replaceAll("&#39;", "&#x27;"),
    escape((point) => `&#${point.codePointAt(0)};`, /[^ -~]|[&<>"']/gu),
    escape((point) => `&#x${point.codePointAt(0)?.toString(16)};`, /[^ -~]|[&<>"']/gu),
    utf8.toString("hex"),
    utf8.toString("hex").toUpperCase(),
    ...base64Inside(utf8),
  ];
  const wide = Buffer.from(text, "utf16le");
  return [...texts.map((each) => Buffer.from(each)), Buffer.from(text, "latin1"), wide, Buffer.from(wide).swap16()];
}

const HTML: { readonly [unit: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What base64 of anything around these bytes must hold: by where they begin, less the characters shared with others. */
function base64Inside(bytes: Buffer): readonly string[] {
  const inner = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const tail = (before + bytes.length) % 3 === 0 ? 0 : 1;
    return text.slice(before === 0 ? 0 : before + 1, text.length - tail);
  });
  return inner.flatMap((text) => [text, text.replaceAll("+", "-").replaceAll("/", "_")]);
}

/** Every needle of a canary: all its marks, in all spellings. A phone also as the eight bytes of an integer. */
export function needlesOf({ value, marks }: Canary): readonly Buffer[] {
  const found = marks.flatMap((mark) => [...written(mark)].flatMap(encodings));
  return value.startsWith("+") ? [...found, ...integers(value)] : found;
}

function integers(phoneNumber: string): readonly Buffer[] {
  const big = Buffer.alloc(8);
  big.writeBigInt64BE(BigInt(phoneNumber));
  return [big, Buffer.from(big).swap64()];
}
