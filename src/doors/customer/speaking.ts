import type { ReportId } from "../../base/ids.ts";
import { parsePhone } from "../../base/phone.ts";
import type { Sealed } from "../../base/sealed.ts";
import { openSealed, seal } from "../../base/sealed.ts";
import type { Language } from "../../base/text.ts";
import { sentence } from "../../base/text.ts";
import { reportNumber } from "../../numbers/index.ts";
import type { FollowUp, NewReport, ReportDeps, ReportSpool } from "../../reports/index.ts";
import {
  addToReport,
  answerCheckIn,
  choose,
  enterLostCode,
  followUp,
  openByReceipt,
  proveReport,
  sendLostCode,
  writeToDesk,
} from "../../reports/index.ts";
import type { Choices, Following } from "./follow.ts";
import type { LostParts } from "./lost.ts";
import type { PageReport, ReportParts } from "./report.ts";

/** The acts of the room of reports as the pages call them. */
export type Speaking = {
  readonly takeReport: ReportParts["takeReport"];
  readonly following: Following;
} & Pick<LostParts, "sendLostCode" | "enterLostCode">;

export function speakingOf(deps: ReportDeps, spool: ReportSpool): Speaking {
  const { store, vault } = deps;
  return {
    takeReport: (report) => spool.take(newReportOf(report)),
    following: followingOf(deps),
    sendLostCode: (visit) => store.transaction((tx) => sendLostCode(tx, vault, visit)),
    enterLostCode: (visit, typed) => store.transaction((tx) => enterLostCode(tx, vault, visit, typed)),
  };
}

function newReportOf(page: PageReport): NewReport {
  const { phone, hours } = reachableBy(page);
  const { source, by, language, mission, customer, staff, what, text, when, message, number, pictures } = page;
  return {
    source,
    door: mission === undefined ? "page" : "visit_link",
    by,
    language,
    mission,
    customer,
    staff,
    what,
    text,
    when,
    message,
    number,
    pictures,
    phone,
    hours,
    wish: page.isProtectOnly ? "protect_only" : undefined,
    isDanger: what.includes("danger"),
  };
}

/** A number that we could not dial is kept with the hours, as it was typed: a person may still make sense of it. */
function reachableBy({ phone, hours }: Pick<Choices, "phone" | "hours">): {
  readonly phone: Sealed<string> | undefined;
  readonly hours: Sealed<string> | undefined;
} {
  if (phone === undefined) return { phone, hours };
  const parsed = parsePhone(openSealed(phone), "FR");
  if (parsed.ok) return { phone: seal(parsed.e164), hours };
  return { phone: undefined, hours: hours === undefined ? phone : seal(`${openSealed(phone)} · ${openSealed(hours)}`) };
}

function followingOf(deps: ReportDeps): Following {
  const { store, vault } = deps;
  return {
    openByReceipt: (typed, address) => openByReceipt(deps, typed, address),
    async followUp(report, language) {
      const known = await store.transaction((tx) => followUp(tx, deps, report));
      return known === undefined ? undefined : shownOf(known, language);
    },
    async addMessage(report, once, text) {
      await store.transaction((tx) => writeToDesk(tx, deps, report, { once, text }));
    },
    async addDetails(report, once, added) {
      await store.transaction((tx) => addToReport(tx, vault, report, once, added));
    },
    async choose(report, _once, { wish, bySms, ...more }) {
      await store.transaction(async (tx) =>
        choose(tx, deps, report, { wish, bySms, ...reachableBy(more) }, await reportNumber(tx)),
      );
    },
    async answerCheckIn(report, id, answer) {
      await store.transaction((tx) => answerCheckIn(tx, report, Number(id), answer));
    },
    proofOf: async (report: ReportId, what) => (await proveReport(store, report))?.[what],
  };
}

function shownOf(known: FollowUp, language: Language): NonNullable<Awaited<ReturnType<Following["followUp"]>>> {
  const { filedAt, state, outcome, nextOn, isDanger, isProtected, wish, hours, isBySms, messages, checkIn } = known;
  const isOpen = state !== "closed";
  return {
    filedAt,
    state,
    isDanger: isDanger && isOpen,
    isProtected,
    stateText: sentence(language, `customer.state.${state}.what`, {}),
    outcomeText: outcome === undefined ? undefined : sentence(language, `customer.outcome.${outcome}`, {}),
    // A civil day: noon of it is that day in every zone that people are visited in.
    nextOn: nextOn === undefined || !isOpen ? undefined : new Date(`${nextOn}T12:00:00Z`),
    isProtectOnly: wish === "protect_only",
    hasStopped: wish === "stopped",
    hours: hours === undefined ? undefined : openSealed(hours),
    isBySms,
    messages: messages.flatMap(({ sender, at, text, readAt }) => {
      if (text === undefined) return [];
      const isOwn = sender === "reporter";
      const became = isOwn && readAt !== undefined ? { became: sentence(language, "customer.talk.read", {}) } : {};
      return [{ isOwn, at, text: openSealed(text), ...became }];
    }),
    checkIn: checkIn === undefined ? undefined : { id: String(checkIn) },
  };
}
