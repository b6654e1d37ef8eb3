import { readFileSync } from "node:fs";
import type { Config } from "../base/config.ts";
import { OidcProvider } from "../people/index.ts";

export type OidcRead =
  | { readonly ok: true; readonly provider: OidcProvider | undefined }
  | { readonly ok: false; readonly refusal: string };

/** The identity provider that the settings name, with the secret from its file. */
export function readOidc({ oidc, publicUrl }: Pick<Config, "oidc" | "publicUrl">): OidcRead {
  if (oidc === undefined) return { ok: true, provider: undefined };
  const { issuer, clientId, clientSecretFile: file } = oidc;
  const clientSecret = file === undefined ? oidc.clientSecret : readSecret(file);
  if (file !== undefined && clientSecret === undefined) {
    return {
      ok: false,
      refusal: `the file ${file} of PARAVENT_OIDC_CLIENT_SECRET_FILE holds no secret, or cannot be read`,
    };
  }
  return { ok: true, provider: new OidcProvider({ issuer, clientId, clientSecret }, publicUrl) };
}

function readSecret(file: string): string | undefined {
  try {
    const secret = readFileSync(file, "utf8").trim();
    return secret === "" ? undefined : secret;
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}
