import { randomBytes } from "node:crypto";
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransportFuture,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type { DeskUserId } from "../../base/ids.ts";
import type { PasskeyRow } from "./sql.ts";

/** Where passkeys are good for: the host of PUBLIC_URL. One made at another host does not sign for this one. */
export type Site = { readonly origin: string; readonly host: string };

export function siteOf(publicUrl: string): Site {
  const { origin, hostname } = new URL(publicUrl);
  return { origin, host: hostname };
}

export function newChallenge(): string {
  return randomBytes(32).toString("base64url");
}

export type NewPasskey = {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly useCount: number;
  readonly transports: readonly string[];
};

/** The name of the account is the pseudonym: a device lists it, and others look over shoulders. */
export async function creationOptions(site: Site, deskUser: DeskUserId, challenge: string) {
  return generateRegistrationOptions({
    rpName: "Paravent",
    rpID: site.host,
    userID: new Uint8Array(Buffer.from(deskUser)),
    userName: deskUser,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    attestationType: "none",
    authenticatorSelection: { residentKey: "discouraged", userVerification: "preferred" },
  });
}

/** Undefined: not made for this site and this challenge. */
export async function readNewPasskey(
  site: Site,
  challenge: string,
  credential: unknown,
): Promise<NewPasskey | undefined> {
  const response = credential as RegistrationResponseJSON;
  const asked = { expectedChallenge: challenge, expectedOrigin: site.origin, expectedRPID: site.host };
  const verified = await orUndefined(
    verifyRegistrationResponse({ response, ...asked, requireUserVerification: false }),
  );
  if (verified?.verified !== true) return undefined;
  const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential;
  return {
    credentialId: Buffer.from(id, "base64url"),
    publicKey: Buffer.from(publicKey),
    useCount: counter,
    transports: transports.slice(0, 10),
  };
}

export async function requestOptions(site: Site, passkeys: readonly PasskeyRow[], challenge: string) {
  return generateAuthenticationOptions({
    rpID: site.host,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    userVerification: "preferred",
    allowCredentials: passkeys.map(({ credential_id, transports }) => ({
      id: credential_id.toString("base64url"),
      transports: [...transports] as AuthenticatorTransportFuture[],
    })),
  });
}

export type UsedPasskey = { readonly credentialId: Buffer; readonly useCount: number };

/** Which of these passkeys signed this challenge for this site. Undefined: none. */
export async function readUsedPasskey(
  site: Site,
  passkeys: readonly PasskeyRow[],
  challenge: string,
  credential: unknown,
): Promise<UsedPasskey | undefined> {
  const response = credential as AuthenticationResponseJSON;
  const passkey = passkeys.find(({ credential_id }) => credential_id.toString("base64url") === response.id);
  if (passkey === undefined) return undefined;
  const verified = await orUndefined(
    verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      // After a password, a device that somebody holds and touches is the second factor.
      requireUserVerification: false,
      credential: {
        id: response.id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: passkey.use_count,
      },
    }),
  );
  if (verified?.verified !== true) return undefined;
  return { credentialId: passkey.credential_id, useCount: verified.authenticationInfo.newCounter };
}

/** The library throws for everything that is wrong with what a stranger sent. */
async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
