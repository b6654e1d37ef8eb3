import { randomBytes } from "node:crypto";
import { createOTP } from "@better-auth/utils/otp";
import { totpSteps } from "./rules.ts";

const ISSUER = "Paravent";

/** 192 random bits as text: authenticators are shown them in base 32. */
export function newTotpSecret(): string {
  return randomBytes(24).toString("base64url");
}

/** What an authenticator reads from a QR code, and the same for whoever types. `account`: what it is listed under. */
export function totpEnrolment(secret: string, account: string): { readonly secret: string; readonly uri: string } {
  const uri = createOTP(secret).url(ISSUER, account);
  return { secret: new URL(uri).searchParams.get("secret") ?? "", uri };
}

/**
 * The step whose code this is. Undefined: none that counts at `realNow`, or one not after `lastStep`, which was used.
 * Source: RFC 6238 §5.2.
 */
export async function totpStep(
  secret: string,
  code: string,
  { realNow, lastStep }: { readonly realNow: Date; readonly lastStep: number },
): Promise<number | undefined> {
  const otp = createOTP(secret);
  let found: number | undefined;
  for (const step of totpSteps(realNow)) {
    // All are compared, whichever fits.
    const isSame = (await otp.hotp(step)) === code;
    if (isSame && step > lastStep) found ??= step;
  }
  return found;
}
