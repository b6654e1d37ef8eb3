/** A passkey as second factor, in a real browser with a virtual device. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { Browser, PASSWORD } from "../surface/desk.ts";
import type { Json, RunningProgram } from "../program.ts";
import { startProgram } from "../program.ts";
import { visit } from "./browser.ts";

const LIMIT_MS = 120_000;
let program: RunningProgram;
let url: string;
beforeAll(async () => {
  // A passkey belongs to a name, not to an address: this machine's is the one that needs no TLS.
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  url = `http://localhost:${port}`;
  program = await startProgram({ port, env: { PUBLIC_URL: url } });
});
afterAll(() => program.stop());

/** A device that answers for whoever touches it. */
async function openDevice(): Promise<Page> {
  const opened = await visit(`${url}/healthz/live`, { language: "fr", width: 1280 });
  onTestFinished(() => opened.leave());
  const session = await opened.page.context().newCDPSession(opened.page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "usb",
      hasResidentKey: false,
      hasUserVerification: false,
      automaticPresenceSimulation: true,
    },
  });
  return opened.page;
}

/** What a page of ours does: asks for options, asks the device, sends what it says. Cookies are the browser's own. */
const post = (page: Page, path: string, body: object = {}) =>
  page.evaluate(
    async ([to, sent]) => {
      const response = await fetch(to as string, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(sent),
      });
      return { status: response.status, body: (await response.json()) as Json };
    },
    [path, body],
  );
/** The page's own script: `JSON` stands for the options. */
const CREATE = `navigator.credentials
  .create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON) })
  .then((made) => made.toJSON())`;
const SIGN = `navigator.credentials
  .get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON) })
  .then((signed) => signed.toJSON())`;
type Credential = { readonly response: { readonly signature: string } };
const create = (page: Page, options: Json): Promise<Credential> =>
  page.evaluate(CREATE.replace("(JSON)", () => `(${JSON.stringify(options)})`));
const sign = (page: Page, options: Json): Promise<Credential> =>
  page.evaluate(SIGN.replace("(JSON)", () => `(${JSON.stringify(options)})`));

async function invite(person: string) {
  const request = { personReference: person, duty: "approver", email: `${person}@example.com` };
  const { body } = await program.call("POST", "/v1/desk-users", request);
  return { email: request.email, id: body.id as string, invitation: body.invitation as string };
}

async function enrol(page: Page, invitation: string) {
  const begun = await post(page, "/v1/sign-in/accept", { invitation, password: PASSWORD });
  expect(begun.status).toBe(200);
  const credential = await create(page, begun.body.passkey);
  return post(page, "/v1/sign-in/accept/passkey", { credential });
}

test("a passkey accepts an invitation and signs in afterwards", { timeout: LIMIT_MS }, async () => {
  const page = await openDevice();
  const { email, id, invitation } = await invite("K-1");
  expect(await enrol(page, invitation)).toMatchObject({ status: 200, body: { deskUser: id, duty: "approver" } });
  await page.context().clearCookies();
  expect(await post(page, "/v1/sign-in/password", { email, password: PASSWORD })).toMatchObject({
    status: 200,
    body: { methods: ["passkey"] },
  });
  const options = await post(page, "/v1/sign-in/passkey/options");
  const credential = await sign(page, options.body);
  // Signed for this ticket, it is good in no other.
  const stranger = new Browser(program);
  await stranger.call("POST", "/v1/sign-in/password", { email, password: PASSWORD });
  expect((await stranger.call("POST", "/v1/sign-in/passkey", { credential })).status).toBe(401);
  expect(await post(page, "/v1/sign-in/passkey", { credential })).toMatchObject({
    status: 200,
    body: { deskUser: id },
  });
  const cookies = await page.context().cookies();
  expect(cookies.find(({ name }) => name === "paravent_desk")).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  expect(cookies.map(({ name }) => name)).not.toContain("paravent_sign_in");
  expect((await post(page, "/v1/sign-in/passkey", { credential })).status).toBe(401);
});

test("another person's device, a changed signature and no ticket open nothing", { timeout: LIMIT_MS }, async () => {
  const [own, other] = [await openDevice(), await openDevice()];
  const [first, second] = [await invite("K-2"), await invite("K-3")];
  await enrol(own, first.invitation);
  await enrol(other, second.invitation);
  await own.context().clearCookies();
  await other.context().clearCookies();
  expect((await post(own, "/v1/sign-in/passkey/options")).status).toBe(401);
  await post(other, "/v1/sign-in/password", { email: second.email, password: PASSWORD });
  const options = await post(other, "/v1/sign-in/passkey/options");
  const theirs = await sign(other, options.body);
  await post(own, "/v1/sign-in/password", { email: first.email, password: PASSWORD });
  const foreign = await post(own, "/v1/sign-in/passkey", { credential: theirs });
  expect(foreign).toMatchObject({ status: 401, body: { code: "sign_in_refused" } });
  const { signature } = theirs.response;
  const changed = { ...theirs, response: { ...theirs.response, signature: `${signature.slice(0, -8)}AAAAAAAA` } };
  expect((await post(other, "/v1/sign-in/passkey", { credential: changed })).status).toBe(401);
  // The twin: unchanged, by its own person.
  expect((await post(other, "/v1/sign-in/passkey", { credential: theirs })).status).toBe(200);
});
