import { Browser } from "./desk.ts";
import type { Stranger } from "./stranger.ts";
import { until } from "./stranger.ts";

export type StaffMember = { readonly reference: string; readonly phone: string; readonly browser: Browser };

/** A staff member with a phone, signed in by the code it received. */
export async function openStaffMember(
  stranger: Stranger,
  reference: string,
  phone: string,
  regime?: string,
): Promise<StaffMember> {
  await stranger.staff(reference, phone, regime);
  const browser = new Browser(stranger.program);
  await browser.call("POST", "/v1/staff-sign-in/code", { reference });
  const codes = async () =>
    (await stranger.textsOn(phone)).flatMap((text) => /code Paravent\D*(\d{6})/.exec(text)?.[1] ?? []);
  const [code] = await until(codes, ({ length }) => length > 0);
  const { status } = await browser.call("POST", "/v1/staff-sign-in", { reference, code });
  if (status !== 200) throw new Error(`could not sign ${reference} in: ${status}`);
  return { reference, phone, browser };
}
