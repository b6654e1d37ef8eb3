import type { ContactRefusal } from "../rules.ts";
import type { VisitRow } from "./sql.ts";

export type AnnouncementRefusal =
  | Extract<ContactRefusal, "customer_opted_out" | "mission_cancelled" | "not_assigned" | "pair_cut" | "window_closed">
  | "already_announced"
  | "no_phone"
  | "unknown_mission";

/**
 * What stands in the way of announcing a visit now. Whoever said stop is not written to, an appointment message neither;
 * a mission whose every pair is cut must be given to somebody else first.
 */
export function refusalOfAnnouncement(visit: VisitRow, now: Date): AnnouncementRefusal | undefined {
  if (visit.is_cancelled) return "mission_cancelled";
  if (now >= visit.closes_at) return "window_closed";
  if (!visit.has_line) return "not_assigned";
  if (!visit.has_open_line) return "pair_cut";
  if (visit.is_customer_opted_out) return "customer_opted_out";
  return visit.phone_kind === null || visit.phone_kind === "landline" || visit.customer_number === null
    ? "no_phone"
    : undefined;
}

/** Day and times of a window as somebody who is visited reads them: 24 hours, in their zone. */
export function civilWindow(
  { opens_at: opensAt, closes_at: closesAt }: Pick<VisitRow, "opens_at" | "closes_at">,
  language: "fr" | "en",
  zone: string,
): { readonly day: string; readonly from: string; readonly until: string } {
  const locale = language === "fr" ? "fr-FR" : "en-GB";
  // In digits: « août » is not in the alphabet of networks, and would cost three texts in place of two.
  const days = new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: "long", day: "numeric", month: "numeric" });
  const times = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return { day: days.format(opensAt), from: times.format(opensAt), until: times.format(closesAt) };
}
