import type { CustomerId, StaffId } from "../base/ids.ts";
import { byteaArray, TENANT, textArray } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import type { Planned } from "./planned.ts";
import { farSubject, senderSubject } from "./planned.ts";
import type { LineRow } from "./sql.ts";

type Notice = {
  readonly carrier: string | null;
  readonly from: string | null;
  readonly subject: StaffId | CustomerId | null;
  readonly sealed: Buffer | null;
  readonly notice: "notice.screened_held" | "notice.screened_refused" | "notice.customer_text_held";
  /** Classes of what was seen, sealed: no table says of anybody what a machine saw in their texts. */
  readonly seen: Buffer | null;
};

/**
 * Tells the sender of each text that was kept back what the machine saw in it. Where a customer's was kept back, the staff
 * member is told that one was, and that they may report it. Whoever writes in the app is told there, at once; whoever no
 * number leads to reads it on a page of ours.
 */
export function keptBackNotices(vault: Vault, keptBack: readonly Planned[], now: Date): readonly unknown[] {
  const notices = keptBack.flatMap((one): Notice[] => {
    const row = one.row as LineRow;
    const screened = one.decision.allowed ? undefined : one.decision.screened;
    const classes = [...new Set(screened?.findings.map((finding) => finding.class))];
    const own: Notice = {
      carrier: one.request.carrier,
      from: one.request.to,
      ...senderSubject(vault, one),
      notice: screened?.verdict === "hold" ? "notice.screened_held" : "notice.screened_refused",
      seen: vault.sealForTenant("notice", classes.join(" ")),
    };
    const isToldThere = one.request.chat?.end === "staff" || one.request.to === "";
    const toSender = isToldThere ? [] : [own];
    const { carrier, far_number: from, staff_id: subject } = row;
    if (row.sender_end === "staff" || from === null) return toSender;
    return [...toSender, { carrier, from, subject, sealed: null, notice: "notice.customer_text_held", seen: null }];
  });
  return [
    TENANT,
    now,
    textArray(notices.map(({ carrier }) => carrier)),
    textArray(notices.map(({ from }) => from)),
    textArray(notices.map(({ subject }) => subject)),
    byteaArray(notices.map(({ sealed }) => sealed)),
    textArray(notices.map(({ notice }) => notice)),
    byteaArray(notices.map(({ seen }) => seen)),
  ];
}

/**
 * Tells both ends of each line, once a mission and when it changes, whether a machine checks what they write. An end without
 * a number is told by the page it reads.
 */
export function tellingValues(
  vault: Vault,
  texts: readonly Planned[],
  { now, isOn }: { readonly now: Date; readonly isOn: boolean },
): readonly unknown[] {
  const ends = texts.flatMap((one) => {
    const row = one.row as LineRow;
    const both = [
      // Whoever writes from another phone with the code is told on the one we know, at the next text from there.
      {
        row,
        subject: one.isOwnPhone ? senderSubject(vault, one).subject : null,
        from: one.request.to,
        via: one.request.carrier,
      },
      { row, subject: farSubject(row), from: row.far_number, via: row.carrier },
    ];
    return both.filter(({ from }) => from !== null && from !== "");
  });
  const notice = isOn ? "notice.screening_on" : "notice.screening_off";
  return [
    TENANT,
    now,
    textArray(ends.map(({ row }) => row.mission_id)),
    textArray(ends.map(({ subject }) => subject)),
    textArray(ends.map(({ via }) => via)),
    textArray(ends.map(({ from }) => from)),
    textArray(ends.map(() => notice)),
    isOn,
  ];
}
