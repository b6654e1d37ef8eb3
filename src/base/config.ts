import { isIP } from "node:net";
import type { Place } from "./territories.ts";
import { PLACES, ZONES } from "./territories.ts";

/** What the environment says. Nothing else in the program reads it. */
export type Config = {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  readonly isDemo: boolean;
  readonly apiKey: string | undefined;
  readonly keyFile: string | undefined;
  /** File that says which witnesses cosign the ledger's checkpoints. */
  readonly witnessPolicy: string | undefined;
  /** Address of a time-stamping authority, and the file with the certificates that its own leads to. */
  readonly tsaUrl: string | undefined;
  readonly tsaCa: string | undefined;
  /** False: rules of screening alone decide, without the model. */
  readonly hasScreeningModel: boolean;
  /** The company's own phone numbers, digits only, and hosts of its links and mail: screening lets them pass. */
  readonly officialNumbers: readonly string[];
  readonly officialHosts: readonly string[];
  /** The company as those know it who are visited; undefined: our sentences name none. */
  readonly company: string | undefined;
  /** IANA zone in which appointments are told. */
  readonly zone: string;
  /** Address of the operator's own scorer of texts. */
  readonly scorerUrl: string | undefined;
  /** The identity provider at which the desk signs in. */
  readonly oidc: OidcConfig | undefined;
  /** Addresses or networks of proxies that are believed when they say for whom they ask. */
  readonly trustedProxies: readonly string[];
  /** Whose holidays and whose midnight the law's time limits are counted by. */
  readonly place: Place;
  readonly isProduction: boolean;
};

export type OidcConfig = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** File that holds the secret, in its place. */
  readonly clientSecretFile: string | undefined;
};

export type ConfigRefusal = { readonly name: string; readonly detail: string };
export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly refusals: readonly ConfigRefusal[] };

const KNOWN = [
  "PARAVENT_DATA",
  "PARAVENT_DEMO",
  "PARAVENT_API_KEY",
  "PARAVENT_KEY_FILE",
  "PARAVENT_WITNESS_POLICY",
  "PARAVENT_TSA_URL",
  "PARAVENT_TSA_CA",
  "PARAVENT_SCREENING_MODEL",
  "PARAVENT_SCORER_URL",
  "PARAVENT_OFFICIAL_CONTACTS",
  "PARAVENT_OIDC_ISSUER",
  "PARAVENT_OIDC_CLIENT_ID",
  "PARAVENT_OIDC_CLIENT_SECRET",
  "PARAVENT_OIDC_CLIENT_SECRET_FILE",
  "PARAVENT_TRUSTED_PROXIES",
  "PARAVENT_COMPANY",
  "PARAVENT_ZONE",
  "PARAVENT_PLACE",
];
/** 32 characters of base 64 are 192 bits; nobody guesses or derives such a key from a word. */
const MIN_API_KEY_CHARACTERS = 32;

/**
 * Reads the environment. A name or a value that is wrong is said, all at once, and nothing starts: a misspelt
 * setting that is ignored is a setting somebody believes in.
 */
export function readConfig(env: Env): ConfigResult {
  const refusals: ConfigRefusal[] = [];
  const refuse = (name: string, detail: string) => refusals.push({ name, detail });
  for (const name of Object.keys(env)) {
    if (name.startsWith("PARAVENT_") && !KNOWN.includes(name)) {
      refuse(name, `is not a setting of this release; known are ${KNOWN.join(", ")}`);
    }
  }
  const port = Number(env["PORT"] ?? "8080");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) refuse("PORT", "must be a number from 0 to 65535");
  const host = env["HOST"] ?? "127.0.0.1";
  const address = env["PUBLIC_URL"];
  const publicUrl = (address ?? `http://${host}:${port}`).replace(/\/+$/, "");
  if (address !== undefined && !isHttp(address)) {
    refuse("PUBLIC_URL", "must be an http or https URL");
  }
  const demo = env["PARAVENT_DEMO"] ?? "1";
  if (demo !== "0" && demo !== "1") refuse("PARAVENT_DEMO", "must be 0 or 1");
  const apiKey = env["PARAVENT_API_KEY"];
  if (apiKey !== undefined && apiKey.length < MIN_API_KEY_CHARACTERS) {
    refuse("PARAVENT_API_KEY", `must have at least ${MIN_API_KEY_CHARACTERS} characters`);
  }
  const tsaUrl = env["PARAVENT_TSA_URL"];
  if (tsaUrl !== undefined && !isHttp(tsaUrl)) refuse("PARAVENT_TSA_URL", "must be an http or https URL");
  if (env["PARAVENT_TSA_CA"] !== undefined && tsaUrl === undefined) {
    refuse("PARAVENT_TSA_CA", "says nothing without PARAVENT_TSA_URL");
  }
  const model = env["PARAVENT_SCREENING_MODEL"] ?? "1";
  if (model !== "0" && model !== "1") refuse("PARAVENT_SCREENING_MODEL", "must be 0 or 1");
  const scorerUrl = env["PARAVENT_SCORER_URL"];
  if (scorerUrl !== undefined && !isHttp(scorerUrl)) refuse("PARAVENT_SCORER_URL", "must be an http or https URL");
  const trustedProxies = readProxies(env, refuse);
  const oidc = readOidc(env, refuse);
  const config: Config = {
    port,
    host,
    publicUrl,
    databaseUrl: env["DATABASE_URL"],
    dataFolder: env["PARAVENT_DATA"] ?? "data",
    isDemo: demo === "1",
    apiKey,
    keyFile: env["PARAVENT_KEY_FILE"],
    witnessPolicy: env["PARAVENT_WITNESS_POLICY"],
    tsaUrl,
    tsaCa: env["PARAVENT_TSA_CA"],
    hasScreeningModel: model === "1",
    ...readOfficialContacts(env, refuse),
    ...readAppointments(env, refuse),
    scorerUrl,
    oidc,
    trustedProxies,
    place: readPlace(env, refuse),
    isProduction: env["NODE_ENV"] === "production",
  };
  if (config.isProduction) refusals.push(...refuseInProduction(config));
  return refusals.length === 0 ? { ok: true, config } : { ok: false, refusals };
}

function readProxies(env: Env, refuse: Refuse): readonly string[] {
  const proxies = (env["PARAVENT_TRUSTED_PROXIES"] ?? "").split(",").filter((one) => one !== "");
  if (!proxies.every(isNetwork)) {
    refuse("PARAVENT_TRUSTED_PROXIES", "must be addresses (10.0.0.7) or networks (10.0.0.0/8) with commas between");
  }
  return proxies;
}

type Env = { readonly [name: string]: string | undefined };

type Refuse = (name: string, detail: string) => void;

function readPlace(env: Env, refuse: Refuse): Place {
  const named = env["PARAVENT_PLACE"] ?? "metropole";
  const place = PLACES.find((one) => one === named);
  if (place === undefined) refuse("PARAVENT_PLACE", `must be one of ${PLACES.join(", ")}`);
  return place ?? "metropole";
}

function readOidc(env: Env, refuse: Refuse): OidcConfig | undefined {
  const [issuer, clientId] = [env["PARAVENT_OIDC_ISSUER"], env["PARAVENT_OIDC_CLIENT_ID"]];
  const [clientSecret, file] = [env["PARAVENT_OIDC_CLIENT_SECRET"], env["PARAVENT_OIDC_CLIENT_SECRET_FILE"]];
  if (issuer === undefined) {
    for (const name of ["CLIENT_ID", "CLIENT_SECRET", "CLIENT_SECRET_FILE"]) {
      const full = `PARAVENT_OIDC_${name}`;
      if (env[full] !== undefined) refuse(full, "says nothing without PARAVENT_OIDC_ISSUER");
    }
    return undefined;
  }
  if (!isIssuer(issuer)) {
    refuse("PARAVENT_OIDC_ISSUER", "must be an https URL without query (http on this machine only, for a test)");
  }
  if (clientId === undefined || clientId === "") refuse("PARAVENT_OIDC_CLIENT_ID", "must name the client");
  if (clientSecret !== undefined && file !== undefined) {
    refuse("PARAVENT_OIDC_CLIENT_SECRET_FILE", "must not be set beside PARAVENT_OIDC_CLIENT_SECRET");
  }
  if (clientSecret === "") refuse("PARAVENT_OIDC_CLIENT_SECRET", "must not be empty");
  return { issuer, clientId: clientId ?? "", clientSecret, clientSecretFile: file };
}

/** A provider's word signs people in: nobody between may change it. */
function isIssuer(address: string): boolean {
  if (!isHttp(address)) return false;
  const { protocol, hostname, search, hash, username } = new URL(address);
  if (search !== "" || hash !== "" || username !== "") return false;
  return protocol === "https:" || hostname === "127.0.0.1" || hostname === "localhost" || hostname === "[::1]";
}

function isNetwork(text: string): boolean {
  const [, address = "", bits] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && (bits === undefined || Number(bits) <= (version === 4 ? 32 : 128));
}

const HOST = /^([a-z0-9-]+\.)+[a-z]{2,}$/i;

function readOfficialContacts(env: Env, refuse: Refuse): Pick<Config, "officialNumbers" | "officialHosts"> {
  const official = (env["PARAVENT_OFFICIAL_CONTACTS"] ?? "").split(",").filter((one) => one !== "");
  const [officialNumbers, officialHosts] = [official.filter(isNumber), official.filter((one) => !isNumber(one))];
  if (!officialHosts.every((name) => HOST.test(name))) {
    refuse(
      "PARAVENT_OFFICIAL_CONTACTS",
      "must be phone numbers (+33199001234) and hosts (example.com) with commas between",
    );
  }
  return {
    officialNumbers: officialNumbers.map((number) => number.slice(1)),
    officialHosts: officialHosts.map((name) => name.toLowerCase()),
  };
}

/** What appointments are told with. */
function readAppointments(env: Env, refuse: Refuse): Pick<Config, "company" | "zone"> {
  const company = env["PARAVENT_COMPANY"];
  if (company !== undefined && !COMPANY.test(company)) {
    refuse("PARAVENT_COMPANY", "must be a name of 1 to 40 letters, digits, spaces and . , & ' -");
  }
  // Where nothing is said appointments are told in the zone of the place whose law counts.
  const place = PLACES.find((one) => one === env["PARAVENT_PLACE"]) ?? "metropole";
  const zone = env["PARAVENT_ZONE"] ?? ZONES[place === "alsace-moselle" ? "metropole" : place];
  if (!isZone(zone)) refuse("PARAVENT_ZONE", "must be an IANA zone, such as Europe/Paris or Indian/Reunion");
  return { company, zone };
}

/** It stands in texts: nothing that could be taken for another sentence, or for a link. */
const COMPANY = /^[\p{L}\p{N}][\p{L}\p{N} .,&'’-]{0,39}$/u;

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function isNumber(contact: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(contact);
}

function isHttp(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}

/**
 * What production asks for. There is no real carrier in this release, so the last line is always said: it goes
 * when the first carrier comes.
 */
function refuseInProduction(config: Config): readonly ConfigRefusal[] {
  const refusals: ConfigRefusal[] = [];
  if (config.keyFile === undefined) {
    refusals.push({
      name: "PARAVENT_KEY_FILE",
      detail: "must name a key file: make one with npm run paravent -- keys create",
    });
  }
  if (!config.publicUrl.startsWith("https://")) {
    refusals.push({ name: "PUBLIC_URL", detail: "must be the https address people reach this server at" });
  }
  if (config.isDemo) refusals.push({ name: "PARAVENT_DEMO", detail: "must be 0: demo data do not belong here" });
  refusals.push({ name: "carrier", detail: "the simulator is the only carrier of this release, and is no carrier" });
  return refusals;
}
