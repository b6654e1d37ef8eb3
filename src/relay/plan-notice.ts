import type { CustomerId, StaffId } from "../base/ids.ts";
import type { Sealed } from "../base/sealed.ts";
import { openSealed } from "../base/sealed.ts";
import type { Language, TextKey } from "../base/text.ts";
import type { Tx } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import * as sql from "./sql.ts";

export type NoticeValues = { readonly [name: string]: string | number };

/** A text of ours: the sentence `key` in the recipient's language, with its placeholders filled. */
export type Notice = {
  readonly carrier: string;
  /** Masked number, E.164. MUST be one of ours. */
  readonly from: string;
  readonly to: { readonly subject: CustomerId | StaffId } | { readonly phone: Sealed<string> };
  readonly key: TextKey;
  readonly values?: NoticeValues;
  /** For a phone of which nobody knows whose it is; of a subject the language is known. */
  readonly language?: Language;
  /** Name of this text towards the carrier, where it may have been handed over before it was planned. */
  readonly deliveryId?: string;
};

/**
 * Queues one text of ours, in the transaction of the act that causes it; it is sent once that is committed. A phone and
 * the values wait sealed. Nothing asks before the hand-over whether it may still go: the caller decided that.
 */
export async function planNotice(tx: Tx, vault: Vault, notice: Notice): Promise<void> {
  const { carrier, from, to, key, values, language, deliveryId } = notice;
  const phone = "phone" in to ? vault.sealForTenant("notice", openSealed(to.phone)) : null;
  const sealed = values === undefined ? null : vault.sealForTenant("notice", JSON.stringify(values));
  await tx.query(sql.INSERT_NOTICE, [
    tx.tenant,
    carrier,
    from,
    "subject" in to ? to.subject : null,
    phone,
    key,
    sealed,
    JSON.stringify({ language, deliveryId }),
    tx.now,
  ]);
}
