import type { Store } from "../../store/index.ts";
import type { Vault } from "../../vault/index.ts";
import type { OidcProvider } from "./oidc.ts";
import type { Site } from "./passkeys.ts";
import type { Passwords } from "./passwords.ts";

export type SignInDeps = {
  readonly store: Store;
  readonly vault: Vault;
  readonly passwords: Passwords;
  readonly site: Site;
  readonly publicUrl: string;
  /** Undefined: none is configured. */
  readonly oidc: OidcProvider | undefined;
};

/** `email`: canonical. */
export function emailIndex(vault: Vault, email: string): Buffer {
  return vault.keyedHash("signIn", "email", email);
}

export function invitationHash(vault: Vault, invitation: string): Buffer {
  return vault.keyedHash("signIn", "invitation", invitation);
}

export function oidcIndex(vault: Vault, issuer: string, subject: string): Buffer {
  return vault.keyedHash("signIn", "oidc", issuer, subject);
}
