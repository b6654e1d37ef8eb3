import type { Log } from "../base/log.ts";
import { senderNumber } from "../numbers/index.ts";
import type { SendCode } from "../people/index.ts";
import { planNotice } from "../relay/index.ts";
import type { Vault } from "../vault/index.ts";

/** Codes to sign in with go to staff as texts of ours, from a number of the company. */
export function staffCodeSender(vault: Vault, log: Log): SendCode {
  return async (tx, staff, code) => {
    const sender = await senderNumber(tx);
    if (sender === undefined) {
      log.warn("start.no-number-for-codes");
      return;
    }
    const { carrier, number: from } = sender;
    await planNotice(tx, vault, { carrier, from, to: { subject: staff }, key: "notice.staff_code", values: { code } });
  };
}
