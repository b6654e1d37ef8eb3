import { createOTP } from "@better-auth/utils/otp";
import type { Answer, RunningProgram } from "../program.ts";

export const PASSWORD = "un cheval, une agrafe";

/** An authenticator app: it knows the secret, and the time of the world. */
export class Authenticator {
  readonly #secret: string;

  /** `secret`: base 32, as it is shown. */
  constructor(secret: string) {
    this.#secret = fromBase32(secret);
  }

  /** The code of the current step, or of one so many steps later. */
  async code(later = 0): Promise<string> {
    return createOTP(this.#secret).hotp(Math.floor(Date.now() / 30_000) + later);
  }
}

function fromBase32(text: string): string {
  const bits = Array.from(text, (letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  const bytes = bits.join("").match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))).toString("utf8");
}

/** A browser as far as cookies go: it keeps what it is given, and says where a request was made. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Each Set-Cookie line that came, the last one first. */
  readonly setCookies: string[] = [];
  readonly #program: RunningProgram;
  origin: string | undefined;
  address: string | undefined;

  constructor(program: RunningProgram) {
    this.#program = program;
    this.origin = program.url;
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(path.startsWith("http") ? path : this.#program.url + path, {
      method,
      redirect: "manual",
      headers: {
        ...(this.cookies.size > 0 && {
          cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        }),
        ...(this.origin !== undefined && method !== "GET" && { origin: this.origin }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) this.#take(line);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  #take(line: string): void {
    this.setCookies.unshift(line);
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === "") this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

export type DeskPerson = {
  readonly id: string;
  readonly email: string;
  readonly browser: Browser;
  readonly authenticator: Authenticator;
};

let made = 0;

/** Somebody of the desk who was invited by the company, accepted with an authenticator, and is signed in. */
export async function openDeskPerson(
  program: RunningProgram,
  duty: string,
  more: { readonly personReference?: string; readonly email?: string; readonly depot?: string } = {},
): Promise<DeskPerson> {
  made += 1;
  const email = more.email ?? `desk.${made}@example.com`;
  const request = { personReference: more.personReference ?? `E-${made}`, duty, ...more, email };
  const invited = await program.call("POST", "/v1/desk-users", request);
  if (invited.status !== 201) throw new Error(`could not invite: ${JSON.stringify(invited.body)}`);
  const browser = new Browser(program);
  const authenticator = await acceptInvitation(browser, invited.body.invitation);
  return { id: invited.body.id, email, browser, authenticator };
}

export async function acceptInvitation(browser: Browser, invitation: string): Promise<Authenticator> {
  const begun = await browser.call("POST", "/v1/sign-in/accept", { invitation, password: PASSWORD });
  if (begun.status !== 200) throw new Error(`could not accept: ${JSON.stringify(begun.body)}`);
  const authenticator = new Authenticator(begun.body.totp.secret);
  // The step before, so that the next sign-in has a code that was not used. It may end under way: then the next is it.
  const accept = async () => browser.call("POST", "/v1/sign-in/accept/totp", { code: await authenticator.code(-1) });
  const first = await accept();
  const accepted = first.status === 200 ? first : await accept();
  if (accepted.status !== 200) throw new Error(`could not accept: ${JSON.stringify(accepted.body)}`);
  return authenticator;
}

export async function signIn(
  program: RunningProgram,
  { email, authenticator }: Pick<DeskPerson, "email" | "authenticator">,
  later = 0,
): Promise<Browser> {
  const browser = new Browser(program);
  const first = await browser.call("POST", "/v1/sign-in/password", { email, password: PASSWORD });
  if (first.status !== 200) throw new Error(`could not sign in: ${JSON.stringify(first.body)}`);
  const second = await browser.call("POST", "/v1/sign-in/totp", { code: await authenticator.code(later) });
  if (second.status !== 200) throw new Error(`could not sign in: ${JSON.stringify(second.body)}`);
  return browser;
}
