import type { AttemptId } from "../../base/ids.ts";
import type { Language } from "../../base/text.ts";
import { openSealed, seal } from "../../base/sealed.ts";
import type { Vault } from "../../vault/index.ts";
import type { IncomingText } from "../carrier.ts";
import type { ContactRequest } from "../contact-request.ts";
import type { Channel, End } from "../rules.ts";
import { Spool } from "../spool.ts";
import type { Word } from "../words.ts";
import type { Acknowledgement, SpokenDeps } from "./acknowledgement.ts";
import { acknowledgementOf, hasDanger, languageHeard } from "./acknowledgement.ts";
import { senderIndex } from "./record-signal.ts";
import type { Question, Said, Settled } from "./said.ts";
import { isDangerous, isOffered, isReport } from "./said.ts";

type Sender = {
  readonly attemptId: AttemptId;
  readonly carrier: string;
  readonly to: string;
  readonly from: string | null;
};
type SaidLine = Sender & {
  readonly kind: "said";
  readonly channel: Channel;
  readonly chat: (Omit<NonNullable<ContactRequest["chat"]>, "end"> & { readonly end?: End }) | null;
  readonly text: string | null;
  readonly said: Said;
  readonly language: Language;
  readonly about: Question | null;
  /** There is nothing to tell them. */
  readonly isSilent: boolean;
};
type PartLine = {
  readonly kind: "part";
  readonly text: Omit<IncomingText, "from" | "text"> & { readonly from: string | null; readonly text: string };
};
type DoneLine = { readonly kind: "acknowledged"; readonly attemptId: AttemptId; readonly language: Language };
/** As the release before wrote it; what it left on disk is filed like the rest. */
type WordLine = Sender & { readonly kind: undefined; readonly word: Word; readonly code: string | null };
type Line = SaidLine | PartLine | DoneLine | WordLine;

/** What is to be filed, in its order. */
export type Filing =
  | { readonly request: ContactRequest; readonly said: Said; readonly settled: Settled | undefined }
  /** A part of a long text to the report number. `settled`: what its sender was told of the whole, by its attempt. */
  | { readonly part: IncomingText; readonly settled: (attempt: AttemptId) => Settled | undefined };

type Asked = Question & { readonly additions: number };

/**
 * What was said on this node while the database was away, and what was asked and answered then. It is fsynced before it
 * is answered; what was answered is kept too, so that nobody is told twice.
 */
export class SpokenSpool {
  readonly #spool: Spool<Line>;
  readonly #deps: SpokenDeps;
  #attempts = new Set<AttemptId>();
  #asked = new Map<string, Asked>();

  constructor(folder: string, deps: SpokenDeps) {
    this.#spool = new Spool(folder, deps.vault, "words");
    this.#deps = deps;
    if (!this.#spool.isEmpty) for (const line of this.#spool.read()) this.#remember(line);
  }

  get isEmpty(): boolean {
    return this.#spool.isEmpty;
  }

  /** What was asked of this phone on this number since the database went away. */
  questionOf({ from, to }: ContactRequest): Question | undefined {
    return this.#asked.get(keyOf(this.#deps.vault, from && openSealed(from), to));
  }

  /**
   * Takes what somebody said, and gives what they are to be told now. Throws when the disk fails. Taken before: they
   * were told, nothing is taken.
   */
  take(request: ContactRequest, said: Said, isReportNumber: boolean): Acknowledgement | undefined {
    const { attemptId, carrier, channel, from, text, to } = request;
    if (this.#attempts.has(attemptId)) return undefined;
    const asked = this.#asked.get(keyOf(this.#deps.vault, from && openSealed(from), to));
    const about = this.#about(said, asked, isReportNumber);
    const language = languageHeard(request, said, about);
    const additions = about === undefined ? 0 : ((asked as Asked).additions ?? 0) + 1;
    const told = { language, about, isReportNumber, additions };
    const answer = acknowledgementOf(this.#deps, request, said, told);
    const line: SaidLine = {
      kind: "said",
      attemptId,
      carrier,
      channel,
      chat: request.chat ?? null,
      to,
      from: from === undefined ? null : openSealed(from),
      text: text === undefined ? null : openSealed(text),
      said,
      language,
      about: about ?? null,
      isSilent: answer === undefined,
    };
    this.#spool.take(line);
    this.#remember(line);
    return answer;
  }

  #about(said: Said, asked: Asked | undefined, isReportNumber: boolean): Question | undefined {
    if (asked === undefined || said.kind === "word") return undefined;
    if (said.kind === "choice") return asked;
    return isReportNumber && asked.kind === "report" ? asked : undefined;
  }

  takePart(text: IncomingText): void {
    const from = text.from === undefined ? null : openSealed(text.from);
    this.#spool.take({ kind: "part", text: { ...text, from, text: openSealed(text.text) } });
  }

  /** They have what they were to be told: nobody tells them again when it is filed. */
  acknowledged(attemptId: AttemptId, language: Language): void {
    if (!this.#spool.isEmpty) this.#spool.take({ kind: "acknowledged", attemptId, language });
  }

  /** Files what is there, in its order, and forgets it. What comes meanwhile stays for the next time. */
  async file(fileOne: (filing: Filing) => Promise<void>): Promise<void> {
    const lines = this.#spool.read();
    const done = new Map(
      lines.flatMap((line) => (line.kind === "acknowledged" ? [[line.attemptId, line.language]] : [])),
    );
    for (const line of lines) {
      const filing = filingOf(line, done);
      if (filing !== undefined) await fileOne(filing);
    }
    if (lines.length > 0) this.#spool.drop(lines.length);
    this.#attempts = new Set();
    this.#asked = new Map();
    if (!this.#spool.isEmpty) for (const line of this.#spool.read()) this.#remember(line);
  }

  #remember(line: Line): void {
    if (line.kind !== "said") return;
    const { attemptId, from, to, said, language, about } = line;
    this.#attempts.add(attemptId);
    if (from === null) return;
    const key = keyOf(this.#deps.vault, from, to);
    const asked = this.#asked.get(key);
    const request = requestOf(line);
    const fresh = { attemptId, language, isDanger: hasDanger(request, said), additions: 0 };
    if (said.kind === "word" && (said.word === "report" || said.word === "help" || said.word === "stop"))
      this.#asked.set(key, { ...fresh, kind: said.word });
    else if (said.kind === "written" || said.kind === "called") {
      if (about === null || asked === undefined) this.#asked.set(key, { ...fresh, kind: "report" });
      else
        this.#asked.set(key, {
          ...asked,
          additions: asked.additions + 1,
          isDanger: asked.isDanger || fresh.isDanger,
        });
    } else if (said.kind === "choice" && about !== null) {
      if (isReport(about, said.choice)) this.#asked.set(key, { ...fresh, kind: "report" });
      else if (about.kind !== "report") this.#asked.delete(key);
      else if (asked !== undefined && isDangerous(about, said.choice))
        this.#asked.set(key, { ...asked, isDanger: true });
    }
  }
}

/** Whether a digit answers what was asked while the database was away. */
export function answersQuestion(question: Question | undefined, said: Said): boolean {
  return said.kind !== "choice" || (question !== undefined && isOffered(question, said.choice));
}

/** Held in memory while the database is away: no phone is. */
function keyOf(vault: Vault, from: string | undefined, to: string): string {
  return from === undefined ? "" : `${senderIndex(vault, seal(from)).toString("base64")} ${to}`;
}

function requestOf({ attemptId, channel, carrier, chat, to, from, text }: SaidLine): ContactRequest {
  const request = { attemptId, channel, carrier, to, from: from === null ? undefined : seal(from) };
  // As the release before wrote it, when only customers had a page.
  const page = chat == null ? {} : { chat: { ...chat, end: chat.end ?? ("customer" as const) } };
  return { ...request, ...(text === null ? {} : { text: seal(text) }), ...page };
}

function filingOf(line: Line, done: ReadonlyMap<AttemptId, Language>): Filing | undefined {
  switch (line.kind) {
    case "said": {
      const { attemptId, said, language, about, isSilent } = line;
      const settled = { language, about: about ?? undefined, isAcknowledged: isSilent || done.has(attemptId) };
      return { request: requestOf(line), said, settled };
    }
    case "part": {
      const { from, text } = line.text;
      const part = { ...line.text, from: from === null ? undefined : seal(from), text: seal(text) };
      const settled = (attempt: AttemptId) => {
        const language = done.get(attempt);
        return language === undefined ? undefined : { language, about: undefined, isAcknowledged: true };
      };
      return { part, settled };
    }
    case "acknowledged":
      return undefined;
    case undefined: {
      const { attemptId, carrier, to, from, word, code } = line;
      const request = { attemptId, channel: "sms" as const, carrier, to, from: from === null ? undefined : seal(from) };
      return { request, said: { kind: "word", word, code: code ?? undefined }, settled: undefined };
    }
  }
}
