/** Signing in through an identity provider: a real one, on this machine. */
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningProgram } from "../program.ts";
import { startProgram } from "../program.ts";
import { Browser } from "./desk.ts";
import type { Account, IdentityProvider } from "./identity-provider.ts";
import { passProvider, startIdentityProvider } from "./identity-provider.ts";

let provider: IdentityProvider;
let program: RunningProgram;

const callbackOf = ({ url }: Pick<RunningProgram, "url">) => `${url}/v1/sign-in/oidc/callback`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A program and its provider, which tells of a mail address in the ID token or elsewhere. */
async function openBoth(where: { readonly isInIdToken: boolean }) {
  const port = await freePort();
  const its = await startIdentityProvider(callbackOf({ url: `http://127.0.0.1:${port}` }), where);
  const env = {
    PARAVENT_OIDC_ISSUER: its.issuer,
    PARAVENT_OIDC_CLIENT_ID: its.clientId,
    PARAVENT_OIDC_CLIENT_SECRET: its.clientSecret,
    PARAVENT_TRUSTED_PROXIES: "127.0.0.1",
  };
  return { provider: its, program: await startProgram({ port, env }) };
}

beforeAll(async () => {
  ({ provider, program } = await openBoth({ isInIdToken: false }));
});
afterAll(async () => {
  await program.stop();
  await provider.stop();
});

let made = 0;
async function invite(duty = "handler") {
  made += 1;
  const email = `oidc.${made}@example.com`;
  const invited = await program.call("POST", "/v1/desk-users", { personReference: `O-${made}`, duty, email });
  expect(invited.status).toBe(201);
  return {
    id: invited.body.id as string,
    invitation: invited.body.invitation as string,
    email,
    subject: `sub-${made}`,
  };
}

/** Begins at our door and comes back from the provider, without following the last redirect. */
async function goThrough(login: string): Promise<{ browser: Browser; returned: string }> {
  const browser = new Browser(program);
  const begun = await browser.call("GET", "/v1/sign-in/oidc");
  expect(begun.status).toBe(303);
  return { browser, returned: await passProvider(begun.headers.get("location") ?? "", login, callbackOf(program)) };
}

async function signInAs(login: string) {
  const { browser, returned } = await goThrough(login);
  return { browser, returned, answer: await browser.call("GET", returned) };
}

const REFUSED = { status: 401, body: { code: "sign_in_refused" } };

test("who was invited signs in with a mail address that the provider verified, and lands at home", async () => {
  const { id, email, subject } = await invite();
  provider.accounts.set(subject, { email: email.toUpperCase(), email_verified: true });
  const { browser, answer } = await signInAs(subject);
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe(`${program.url}/desk`);
  expect((await browser.call("GET", "/v1/session")).body).toMatchObject({ deskUser: id, duty: "handler" });
  expect(browser.setCookies.find((line) => line.startsWith("paravent_desk="))).toMatch(/HttpOnly; SameSite=Lax/);
});

test("a provider that tells the mail address in the ID token is understood too", async () => {
  const other = await openBoth({ isInIdToken: true });
  try {
    const request = { personReference: "O-99", duty: "dpo", email: "in.the.token@example.com" };
    const { body } = await other.program.call("POST", "/v1/desk-users", request);
    other.provider.accounts.set("token-sub", { email: request.email, email_verified: true });
    const browser = new Browser(other.program);
    const begun = await browser.call("GET", "/v1/sign-in/oidc");
    const location = begun.headers.get("location") ?? "";
    const returned = await passProvider(location, "token-sub", callbackOf(other.program));
    expect((await browser.call("GET", returned)).status).toBe(303);
    expect((await browser.call("GET", "/v1/session")).body.deskUser).toBe(body.id);
  } finally {
    await other.program.stop();
    await other.provider.stop();
  }
});

test("the way to the provider has PKCE, state and nonce, and the verifier stays sealed with us", async () => {
  const browser = new Browser(program);
  const begun = await browser.call("GET", "/v1/sign-in/oidc");
  const url = new URL(begun.headers.get("location") ?? "");
  const { searchParams } = url;
  expect(url.origin).toBe(provider.issuer);
  expect(searchParams.get("code_challenge_method")).toBe("S256");
  for (const name of ["state", "nonce", "code_challenge"]) expect(searchParams.get(name)?.length).toBeGreaterThan(40);
  expect(searchParams.get("redirect_uri")).toBe(callbackOf(program));
  expect(browser.setCookies[0]).toMatch(
    /^paravent_sign_in=[\w-]+; Path=\/v1\/sign-in; Max-Age=600; HttpOnly; SameSite=Lax$/,
  );
});

test("once linked it is the provider's name of them that counts, not the mail address", async () => {
  const { id, email, subject } = await invite();
  provider.accounts.set(subject, { email, email_verified: true });
  expect((await signInAs(subject)).answer.status).toBe(303);
  // Their address changes; somebody else gets the old one.
  provider.accounts.set(subject, { email: "married@example.com", email_verified: true });
  provider.accounts.set("somebody-else", { email, email_verified: true });
  const { browser, answer } = await signInAs(subject);
  expect(answer.status).toBe(303);
  expect((await browser.call("GET", "/v1/session")).body.deskUser).toBe(id);
  expect((await signInAs("somebody-else")).answer).toMatchObject(REFUSED);
});

test("an invitation that was used this way is used up", async () => {
  const { invitation, email, subject } = await invite();
  provider.accounts.set(subject, { email, email_verified: true });
  await signInAs(subject);
  const answer = await new Browser(program).call("POST", "/v1/sign-in/accept", {
    invitation,
    password: "un cheval, une agrafe",
  });
  expect(answer).toMatchObject({ status: 401, body: { code: "invitation_invalid" } });
});

test.for<[string, Account]>([
  ["is not verified", { email_verified: false }],
  ["is said without whether it is verified", {}],
])("a mail address that %s signs nobody in", async ([, verified]) => {
  const { email, subject } = await invite();
  provider.accounts.set(subject, { email, ...verified });
  const { browser, answer } = await signInAs(subject);
  expect(answer).toMatchObject(REFUSED);
  expect((await browser.call("GET", "/v1/session")).status).toBe(401);
});

test("an account at the provider alone is no account here, nor is a closed one", async () => {
  provider.accounts.set("stranger", { email: "stranger@example.com", email_verified: true });
  expect((await signInAs("stranger")).answer).toMatchObject(REFUSED);
  const { id, email, subject } = await invite();
  provider.accounts.set(subject, { email, email_verified: true });
  expect((await signInAs(subject)).answer.status).toBe(303);
  await program.call("PATCH", `/v1/desk-users/${id}`, { isActive: false });
  expect((await signInAs(subject)).answer).toMatchObject(REFUSED);
});

test("a callback with a wrong state, without one, or in another browser is refused", async () => {
  const { email, subject } = await invite();
  provider.accounts.set(subject, { email, email_verified: true });
  const change = async (edit: (url: URL) => void) => {
    const { browser, returned } = await goThrough(subject);
    const url = new URL(returned);
    edit(url);
    return browser.call("GET", url.href);
  };
  expect(await change((url) => url.searchParams.set("state", "A".repeat(43)))).toMatchObject(REFUSED);
  expect(await change((url) => url.searchParams.delete("state"))).toMatchObject(REFUSED);
  expect(await change((url) => url.searchParams.set("iss", "https://evil.example"))).toMatchObject(REFUSED);
  expect(await change((url) => url.searchParams.set("code", "invented"))).toMatchObject(REFUSED);
  expect(await change((url) => url.searchParams.delete("code"))).toMatchObject(REFUSED);
  // Login CSRF: the attacker's own callback, sent to a victim.
  const { returned } = await goThrough(subject);
  expect(await new Browser(program).call("GET", returned)).toMatchObject(REFUSED);
  const { browser: victim } = await goThrough(subject);
  expect(await victim.call("GET", returned)).toMatchObject(REFUSED);
  // The twin: unchanged, in its own browser, it is taken.
  expect((await signInAs(subject)).answer.status).toBe(303);
});

test("a callback counts once, and not ten minutes later", async () => {
  const { email, subject } = await invite();
  provider.accounts.set(subject, { email, email_verified: true });
  const { browser, returned } = await goThrough(subject);
  const ticket = browser.cookies.get("paravent_sign_in") ?? "";
  expect((await browser.call("GET", returned)).status).toBe(303);
  const replayed = new Browser(program);
  replayed.cookies.set("paravent_sign_in", ticket);
  expect(await replayed.call("GET", returned)).toMatchObject(REFUSED);
  const late = await goThrough(subject);
  await program.call("POST", "/simulator/clock", { advanceSeconds: 600 });
  expect(await late.browser.call("GET", late.returned)).toMatchObject(REFUSED);
});

test("no address from outside is ever followed", async () => {
  const { email, subject } = await invite();
  provider.accounts.set(subject, { email, email_verified: true });
  const evil = "https://evil.example/";
  for (const name of ["redirect", "redirect_uri", "next", "returnTo", "callbackURL"]) {
    const browser = new Browser(program);
    const begun = await browser.call("GET", `/v1/sign-in/oidc?${name}=${encodeURIComponent(evil)}`);
    expect(begun.headers.get("location") ?? "", name).not.toContain("evil");
    const returned = new URL(await passProvider(begun.headers.get("location") ?? "", subject, callbackOf(program)));
    returned.searchParams.set(name, evil);
    const { headers } = await browser.call("GET", returned.href, undefined, { "x-forwarded-host": "evil.example" });
    expect(headers.get("location"), name).toBe(`${program.url}/desk`);
  }
});

test("a provider that is away signs nobody in and says so, and none that is configured is not there", async () => {
  const away = await startProgram({
    env: { PARAVENT_OIDC_ISSUER: "http://127.0.0.1:9", PARAVENT_OIDC_CLIENT_ID: "x" },
  });
  const without = await startProgram();
  try {
    expect(await new Browser(away).call("GET", "/v1/sign-in/oidc")).toMatchObject({
      status: 502,
      body: { code: "provider_unavailable" },
    });
    expect(await new Browser(without).call("GET", "/v1/sign-in/oidc")).toMatchObject({
      status: 404,
      body: { code: "provider_missing" },
    });
  } finally {
    await away.stop();
    await without.stop();
  }
});

test("the secret may be in a file, and a file without one stops the start", async () => {
  const file = join(program.dataFolder, "oidc-secret");
  const env = {
    PARAVENT_OIDC_ISSUER: provider.issuer,
    PARAVENT_OIDC_CLIENT_ID: provider.clientId,
    PARAVENT_OIDC_CLIENT_SECRET_FILE: file,
  };
  await expect(startProgram({ env })).rejects.toThrow(/OIDC_CLIENT_SECRET_FILE/);
  writeFileSync(file, `${provider.clientSecret}\n`);
  const started = await startProgram({ env });
  await started.stop();
});
