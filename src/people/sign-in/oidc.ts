import { createAuthorizationURL, validateAuthorizationCode, validateToken } from "@better-auth/core/oauth2";
import { z } from "zod";
import { within } from "../../base/within.ts";

/** An identity provider as the operator names it. */
export type OidcSettings = {
  /** As it is in the provider's tokens, without a slash at its end unless they have one. */
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined: a public client, PKCE only. */
  readonly clientSecret: string | undefined;
};

export type OidcPerson = {
  readonly subject: string;
  /** Undefined: the provider does not say that it is verified. */
  readonly verifiedEmail: string | undefined;
};

export type OidcAnswer =
  | { readonly ok: true; readonly person: OidcPerson }
  | { readonly ok: false; readonly code: "sign_in_refused" | "provider_unavailable" };

const REFUSED = { ok: false, code: "sign_in_refused" } as const;
const AWAY = { ok: false, code: "provider_unavailable" } as const;

/** ms. People wait for it; a provider that takes longer is away. */
const PROVIDER_LIMIT_MS = 10_000;
/** Bytes. A discovery document has some 5,000. */
const MAX_ANSWER_BYTES = 200_000;
/** ms by this machine. Endpoints move rarely; a key that changed is looked up by its id anyhow. */
const DISCOVERED_MS = 3_600_000;

const discovery = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});
type Discovery = z.output<typeof discovery>;

const claims = z.looseObject({
  sub: z.string().min(1).max(255),
  nonce: z.string().optional(),
  azp: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
});
type Claims = z.output<typeof claims>;

/**
 * One identity provider: authorization code flow with PKCE, state and nonce; the ID token is checked against the
 * provider's keys. No answer of the provider leads to another host: redirects are refused.
 * Source: OpenID Connect Core 1.0 §3.1; RFC 9700 §2.1; RFC 9207.
 */
export class OidcProvider {
  readonly settings: OidcSettings;
  readonly #redirectUri: string;
  readonly #elapsedMs: () => number;
  #known: { readonly found: Discovery; readonly sinceMs: number } | undefined;

  constructor(settings: OidcSettings, publicUrl: string, elapsedMs: () => number = () => performance.now()) {
    this.settings = settings;
    this.#redirectUri = `${publicUrl}/v1/sign-in/oidc/callback`;
    this.#elapsedMs = elapsedMs;
  }

  /** Where to send the browser. Undefined: the provider is away. */
  async begin(step: {
    readonly state: string;
    readonly nonce: string;
    readonly verifier: string;
  }): Promise<string | undefined> {
    const found = await this.#discover();
    if (found === undefined) return undefined;
    const { clientId } = this.settings;
    const url = await createAuthorizationURL({
      id: "oidc",
      options: { clientId },
      authorizationEndpoint: found.authorization_endpoint,
      redirectURI: this.#redirectUri,
      scopes: ["openid", "email"],
      state: step.state,
      nonce: step.nonce,
      codeVerifier: step.verifier,
    });
    return url.href;
  }

  /** Who came back with this code. `issuer`: what the provider says of itself in the answer, if it does. */
  async finish(
    answer: { readonly code: string; readonly issuer: string | undefined },
    step: { readonly nonce: string; readonly verifier: string },
  ): Promise<OidcAnswer> {
    const { issuer } = this.settings;
    if (answer.issuer !== undefined && answer.issuer !== issuer) return REFUSED;
    const found = await this.#discover();
    if (found === undefined) return AWAY;
    const tokens = await this.#exchange(found, answer.code, step.verifier);
    if (!tokens.ok) return tokens;
    const own = await this.#readIdToken(found, tokens.idToken);
    if (own === undefined || own.nonce !== step.nonce) return REFUSED;
    const about = own.email === undefined ? await this.#userInfo(found, tokens.accessToken) : own;
    // Source: OpenID Connect Core 1.0 §5.3.2: another subject's data must not be used.
    const isTheirs = about !== undefined && about.sub === own.sub;
    const verifiedEmail = isTheirs && about.email_verified === true ? about.email : undefined;
    return { ok: true, person: { subject: own.sub, verifiedEmail } };
  }

  async #discover(): Promise<Discovery | undefined> {
    const known = this.#known;
    if (known !== undefined && this.#elapsedMs() - known.sinceMs < DISCOVERED_MS) return known.found;
    const { issuer } = this.settings;
    const read = discovery.safeParse(await fetchJson(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`));
    // Source: OpenID Connect Discovery 1.0 §4.3: the issuer must be the very one that was asked.
    if (!read.success || read.data.issuer !== issuer) return undefined;
    this.#known = { found: read.data, sinceMs: this.#elapsedMs() };
    return read.data;
  }

  async #exchange(found: Discovery, code: string, codeVerifier: string) {
    const { clientId, clientSecret } = this.settings;
    const methods = found.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const authentication = methods.includes("client_secret_basic") ? "basic" : "post";
    try {
      const asked = validateAuthorizationCode({
        code,
        codeVerifier,
        redirectURI: this.#redirectUri,
        tokenEndpoint: found.token_endpoint,
        options: { clientId, ...(clientSecret === undefined ? {} : { clientSecret }) },
        ...(clientSecret === undefined ? {} : { authentication }),
      });
      const { idToken, accessToken } = await within(PROVIDER_LIMIT_MS, asked);
      if (idToken === undefined) return REFUSED;
      return { ok: true, idToken, accessToken } as const;
    } catch (error) {
      return isAnswer(error) ? REFUSED : AWAY;
    }
  }

  async #readIdToken(found: Discovery, idToken: string): Promise<Claims | undefined> {
    const { clientId, issuer } = this.settings;
    try {
      const asked = validateToken(idToken, found.jwks_uri, { audience: clientId, issuer });
      const read = claims.safeParse((await within(PROVIDER_LIMIT_MS, asked)).payload);
      if (!read.success) return undefined;
      const { aud, azp } = read.data;
      const isForUs = azp === undefined ? !Array.isArray(aud) || aud.length === 1 : azp === clientId;
      return isForUs ? read.data : undefined;
    } catch (error) {
      // A token that does not hold, and a provider whose keys cannot be read, open nothing.
      if (error instanceof Error) return undefined;
      throw error;
    }
  }

  async #userInfo(found: Discovery, accessToken: string | undefined): Promise<Claims | undefined> {
    if (found.userinfo_endpoint === undefined || accessToken === undefined) return undefined;
    const read = claims.safeParse(await fetchJson(found.userinfo_endpoint, { authorization: `Bearer ${accessToken}` }));
    return read.success ? read.data : undefined;
  }
}

/** The provider answered, and said no. */
function isAnswer(error: unknown): boolean {
  const status = typeof error === "object" && error !== null && "status" in error ? Number(error.status) : 0;
  return status >= 400 && status < 500;
}

/** Undefined: away, too long, no JSON, or it wants to send us elsewhere. */
async function fetchJson(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  try {
    const signal = AbortSignal.timeout(PROVIDER_LIMIT_MS);
    const response = await fetch(url, {
      headers: { accept: "application/json", ...headers },
      redirect: "error",
      signal,
    });
    if (!response.ok || Number(response.headers.get("content-length") ?? 0) > MAX_ANSWER_BYTES) return undefined;
    const text = await response.text();
    return text.length > MAX_ANSWER_BYTES ? undefined : (JSON.parse(text) as unknown);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
