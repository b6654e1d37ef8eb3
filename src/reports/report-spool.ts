import type { CustomerId, MissionId, StaffId } from "../base/ids.ts";
import { receiptWords } from "../base/receipt.ts";
import { openSealed, seal } from "../base/sealed.ts";
import type { Language } from "../base/text.ts";
import { notBefore, within } from "../base/within.ts";
import { errorFields } from "../base/log.ts";
import { LedgerUnavailable, Spool } from "../relay/index.ts";
import type { FurtherSpool } from "../relay/index.ts";
import { StoreUnavailable } from "../store/index.ts";
import type { ReportDeps } from "./deps.ts";
import { fileReport } from "./file-report.ts";
import { soundsDangerous } from "./keep-told.ts";
import { lookInto } from "./match-lead.ts";
import type { NewReport } from "./new-report.ts";
import { ANSWER_MS } from "./rules.ts";
import type { By, Door, What } from "./wire.ts";

/** ms. Whoever speaks up waits no longer for a database that hangs. */
const FILE_LIMIT_MS = 4_000;

/** A report as it lies on disk: plain data, sealed as a whole. */
type Line = {
  readonly source: string;
  readonly door: Door;
  readonly by: By;
  readonly language: Language;
  readonly mission: MissionId | null;
  readonly customer: CustomerId | null;
  readonly staff: readonly StaffId[] | "unsure" | "other" | null;
  readonly what: readonly What[];
  readonly wish: "protect_only" | "procedure" | null;
  readonly isDanger: boolean;
  readonly words: { readonly [name in WordName]?: string };
  readonly pictures: readonly string[];
};
const WORDS = ["text", "when", "message", "number", "phone", "hours"] as const;
type WordName = (typeof WORDS)[number];

export type Taken = {
  readonly receipt: string;
  /** In the ledger; else on this node's disk, sealed, and filed before any contact when the database is back. */
  readonly isFiled: boolean;
  /** What was told or chosen sounds like danger: emergency numbers are shown first. */
  readonly isDanger: boolean;
};

/**
 * Takes reports from the pages, also while the database is away: then they are on disk before anybody is told that they
 * were received. Their receipt is the same either way. A report is refused by a disk that fails as well, and by
 * nothing else: that throws `LedgerUnavailable`.
 */
export class ReportSpool implements FurtherSpool {
  readonly #deps: ReportDeps;
  readonly #spool: Spool<Line>;
  #filing: Promise<void> | undefined;

  constructor(folder: string, deps: ReportDeps) {
    this.#deps = deps;
    this.#spool = new Spool(folder, deps.vault, "reports");
  }

  get isEmpty(): boolean {
    return this.#spool.isEmpty;
  }

  async take(report: NewReport): Promise<Taken> {
    const { vault, store, log } = this.#deps;
    const receipt = receiptWords(vault.keyedHash("receipt", report.source), report.language);
    const isDanger = report.isDanger === true || soundsDangerous(report);
    const filed = this.file().then(() => store.transaction((tx) => fileReport(tx, vault, report)));
    try {
      await notBefore(ANSWER_MS, within(FILE_LIMIT_MS, filed));
      return { receipt, isFiled: true, isDanger };
    } catch (error) {
      log.warn("reports.report-spooled", errorFields(error));
      this.#keep(report);
      return { receipt, isFiled: false, isDanger };
    }
  }

  file(): Promise<void> {
    if (this.#spool.isEmpty) return Promise.resolve();
    this.#filing ??= this.#fileAll().finally(() => {
      this.#filing = undefined;
    });
    return this.#filing;
  }

  async #fileAll(): Promise<void> {
    const { vault, store, log } = this.#deps;
    const lines = this.#spool.read();
    let failed: { readonly error: unknown } | undefined;
    for (const line of lines) {
      try {
        await store.transaction((tx) => fileReport(tx, vault, reportOf(line)));
      } catch (error) {
        if (error instanceof StoreUnavailable) throw error;
        // The others are filed, and cut, all the same; contact waits until somebody has looked at this one.
        log.error("reports.line-not-filed", errorFields(error));
        failed ??= { error };
      }
    }
    // Where a number led is cut before anything flows, too.
    while ((await store.transaction((tx) => lookInto(tx, vault))) > 0) continue;
    if (failed !== undefined) throw new Error("could not file all that was spooled", { cause: failed.error });
    if (lines.length > 0) this.#spool.drop(lines.length);
  }

  #keep(report: NewReport): void {
    try {
      this.#spool.take(lineOf(report));
    } catch (cause) {
      throw new LedgerUnavailable("could not keep a report", { cause });
    }
  }
}

function lineOf(report: NewReport): Line {
  const words: { [name in WordName]?: string } = {};
  for (const name of WORDS) {
    const word = report[name];
    if (word !== undefined) words[name] = openSealed(word);
  }
  const { source, door, by, language } = report;
  return {
    source,
    door,
    by,
    language,
    mission: report.mission ?? null,
    customer: report.customer ?? null,
    staff: report.staff ?? null,
    what: report.what ?? [],
    wish: report.wish ?? null,
    isDanger: report.isDanger === true,
    words,
    pictures: (report.pictures ?? []).map((picture) => openSealed(picture)),
  };
}

function reportOf({ words, pictures, mission, customer, staff, wish, ...line }: Line): NewReport {
  const sealed = (name: WordName) => (words[name] === undefined ? undefined : seal(words[name]));
  return {
    ...line,
    mission: mission ?? undefined,
    customer: customer ?? undefined,
    staff: staff ?? undefined,
    wish: wish ?? undefined,
    text: sealed("text"),
    when: sealed("when"),
    message: sealed("message"),
    number: sealed("number"),
    phone: sealed("phone"),
    hours: sealed("hours"),
    pictures: pictures.map((picture) => seal(picture)),
  };
}
