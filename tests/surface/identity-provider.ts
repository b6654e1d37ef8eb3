import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

export type Account = { readonly email?: string; readonly email_verified?: boolean };

export type IdentityProvider = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who there is, by what they type at sign-in; their subject is the same word. */
  readonly accounts: Map<string, Account>;
  stop(): Promise<void>;
};

/** A certified OpenID provider on this machine, for one client. */
export async function startIdentityProvider(
  redirectUri: string,
  { isInIdToken }: { readonly isInIdToken: boolean },
): Promise<IdentityProvider> {
  const [clientId, clientSecret] = ["paravent-test", "a secret of the provider's client, 40 chars"];
  const accounts = new Map<string, Account>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }] },
    pkce: { required: () => true },
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    conformIdTokenClaims: !isInIdToken,
    cookies: { keys: ["a key for the cookies of the tests"] },
    findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, ...accounts.get(id) }) }),
  });
  const answer = provider.callback();
  server.on("request", (request, response) => void answer(request, response));
  return {
    issuer,
    clientId,
    clientSecret,
    accounts,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Somebody's browser at the provider: types who they are, consents, and is sent back. Returns where to. */
export async function passProvider(start: string, login: string, callback: string): Promise<string> {
  const jar = new Map<string, string>();
  const go = async (url: string, form?: Record<string, string>) => {
    const response = await fetch(url, {
      redirect: "manual",
      method: form === undefined ? "GET" : "POST",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const location = response.headers.get("location");
    return location === null ? { page: await response.text(), url } : { location: new URL(location, url).href, url };
  };
  let step = await go(start);
  for (let hops = 0; hops < 20; hops += 1) {
    if (step.location?.startsWith(callback) === true) return step.location;
    if (step.location !== undefined) {
      step = await go(step.location);
      continue;
    }
    const page = step.page ?? "";
    const [, prompt = ""] = /name="prompt" value="(\w+)"/.exec(page) ?? [];
    const [, action = step.url] = /action="([^"]+)"/.exec(page) ?? [];
    if (prompt === "") throw new Error(`could not pass the provider: ${page.slice(0, 500)}`);
    step = await go(new URL(action, step.url).href, { prompt, login, password: "any" });
  }
  throw new Error("could not pass the provider in twenty steps");
}
