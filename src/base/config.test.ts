import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

const KEY = "0123456789abcdef0123456789abcdef";
const OIDC = { PARAVENT_OIDC_ISSUER: "https://id.example", PARAVENT_OIDC_CLIENT_ID: "paravent" };

function refusalsOf(env: Record<string, string>): readonly string[] {
  const read = readConfig(env);
  return read.ok ? [] : read.refusals.map(({ name }) => name);
}

test("without any setting the demo starts on this machine only", () => {
  expect(readConfig({})).toEqual({
    ok: true,
    config: {
      port: 8080,
      host: "127.0.0.1",
      publicUrl: "http://127.0.0.1:8080",
      databaseUrl: undefined,
      dataFolder: "data",
      isDemo: true,
      apiKey: undefined,
      keyFile: undefined,
      witnessPolicy: undefined,
      tsaUrl: undefined,
      tsaCa: undefined,
      hasScreeningModel: true,
      officialNumbers: [],
      officialHosts: [],
      scorerUrl: undefined,
      oidc: undefined,
      trustedProxies: [],
      place: "metropole",
      isProduction: false,
    },
  });
});

test("each setting is taken as it is given", () => {
  const read = readConfig({
    PORT: "0",
    HOST: "0.0.0.0",
    PUBLIC_URL: "https://paravent.example/",
    DATABASE_URL: "postgres://localhost/x",
    PARAVENT_DATA: "/srv/paravent",
    PARAVENT_DEMO: "0",
    PARAVENT_API_KEY: KEY,
    PARAVENT_KEY_FILE: "/etc/paravent/keys.json",
    PARAVENT_WITNESS_POLICY: "/etc/paravent/witnesses",
    PARAVENT_TSA_URL: "https://tsa.example/tsr",
    PARAVENT_TSA_CA: "/etc/paravent/tsa.pem",
    HOME: "/root",
  });
  expect(read).toMatchObject({
    ok: true,
    config: {
      port: 0,
      host: "0.0.0.0",
      publicUrl: "https://paravent.example",
      databaseUrl: "postgres://localhost/x",
      dataFolder: "/srv/paravent",
      isDemo: false,
      apiKey: KEY,
      keyFile: "/etc/paravent/keys.json",
      witnessPolicy: "/etc/paravent/witnesses",
      tsaUrl: "https://tsa.example/tsr",
      tsaCa: "/etc/paravent/tsa.pem",
    },
  });
});

test.each<[string, Record<string, string>]>([
  ["PORT", { PORT: "80.5" }],
  ["PARAVENT_TSA_URL", { PARAVENT_TSA_URL: "tsa.example" }],
  ["PARAVENT_TSA_URL", { PARAVENT_TSA_URL: "file:///etc/passwd" }],
  ["PARAVENT_TSA_CA", { PARAVENT_TSA_CA: "/etc/paravent/tsa.pem" }],
  ["PORT", { PORT: "-1" }],
  ["PORT", { PORT: "65536" }],
  ["PORT", { PORT: "http" }],
  ["PUBLIC_URL", { PUBLIC_URL: "paravent.example" }],
  ["PUBLIC_URL", { PUBLIC_URL: "ftp://paravent.example" }],
  ["PARAVENT_DEMO", { PARAVENT_DEMO: "yes" }],
  ["PARAVENT_API_KEY", { PARAVENT_API_KEY: KEY.slice(1) }],
  ["PARAVENT_API_KEY", { PARAVENT_API_KEY: "" }],
  ["PARAVENT_SCREENING_MODEL", { PARAVENT_SCREENING_MODEL: "off" }],
  ["PARAVENT_SCORER_URL", { PARAVENT_SCORER_URL: "scorer:8080" }],
  ["PARAVENT_OFFICIAL_CONTACTS", { PARAVENT_OFFICIAL_CONTACTS: "+33199001234,not a host" }],
  ["PARAVENT_OFFICIAL_CONTACTS", { PARAVENT_OFFICIAL_CONTACTS: "0199001234" }],
  ["PARAVENT_OIDC_ISSUER", { PARAVENT_OIDC_ISSUER: "http://id.example", PARAVENT_OIDC_CLIENT_ID: "paravent" }],
  ["PARAVENT_OIDC_ISSUER", { PARAVENT_OIDC_ISSUER: "https://id.example/?a=1", PARAVENT_OIDC_CLIENT_ID: "paravent" }],
  ["PARAVENT_OIDC_ISSUER", { PARAVENT_OIDC_ISSUER: "id.example", PARAVENT_OIDC_CLIENT_ID: "paravent" }],
  ["PARAVENT_OIDC_CLIENT_ID", { PARAVENT_OIDC_ISSUER: "https://id.example" }],
  ["PARAVENT_OIDC_CLIENT_ID", { PARAVENT_OIDC_CLIENT_ID: "paravent" }],
  ["PARAVENT_OIDC_CLIENT_SECRET", { PARAVENT_OIDC_CLIENT_SECRET: "x" }],
  ["PARAVENT_OIDC_CLIENT_SECRET", { ...OIDC, PARAVENT_OIDC_CLIENT_SECRET: "" }],
  [
    "PARAVENT_OIDC_CLIENT_SECRET_FILE",
    { ...OIDC, PARAVENT_OIDC_CLIENT_SECRET: "x", PARAVENT_OIDC_CLIENT_SECRET_FILE: "/x" },
  ],
  ["PARAVENT_TRUSTED_PROXIES", { PARAVENT_TRUSTED_PROXIES: "proxy.example" }],
  ["PARAVENT_TRUSTED_PROXIES", { PARAVENT_TRUSTED_PROXIES: "10.0.0.0/33" }],
  ["PARAVENT_PLACE", { PARAVENT_PLACE: "Lyon" }],
  ["PARAVENT_DATABASE", { PARAVENT_DATABASE: "x" }],
])("%s is refused in %j", (name, env) => {
  expect(refusalsOf(env)).toEqual([name]);
});

test("everything that is wrong is said at once", () => {
  expect(refusalsOf({ PORT: "x", PARAVENT_DEMO: "x", PARAVENT_KEYFILE: "x" })).toEqual([
    "PARAVENT_KEYFILE",
    "PORT",
    "PARAVENT_DEMO",
  ]);
});

test("a company's own numbers and hosts are told apart", () => {
  const read = readConfig({ PARAVENT_OFFICIAL_CONTACTS: "+33199001234,Example.com,sav.example.org" });
  expect(read).toMatchObject({
    config: { officialNumbers: ["33199001234"], officialHosts: ["example.com", "sav.example.org"] },
  });
});

test("an identity provider and proxies are taken as they are given", () => {
  const read = readConfig({
    ...OIDC,
    PARAVENT_OIDC_CLIENT_SECRET_FILE: "/etc/paravent/oidc",
    PARAVENT_TRUSTED_PROXIES: "10.0.0.7,fd00::/8",
  });
  expect(read).toMatchObject({
    config: {
      oidc: {
        issuer: "https://id.example",
        clientId: "paravent",
        clientSecret: undefined,
        clientSecretFile: "/etc/paravent/oidc",
      },
      trustedProxies: ["10.0.0.7", "fd00::/8"],
    },
  });
  for (const issuer of ["http://127.0.0.1:9", "http://localhost:9/realm", "https://id.example/realms/a"]) {
    expect(readConfig({ ...OIDC, PARAVENT_OIDC_ISSUER: issuer })).toMatchObject({ config: { oidc: { issuer } } });
  }
});

test("no refusal repeats a secret", () => {
  const read = readConfig({ PARAVENT_API_KEY: "a-short-secret", DATABASE_URL: "postgres://u:hidden@h/d", PORT: "x" });
  expect(JSON.stringify(read)).not.toMatch(/a-short-secret|hidden/);
});

test("production refuses what belongs to a demo, and names each setting", () => {
  expect(refusalsOf({ NODE_ENV: "production" })).toEqual([
    "PARAVENT_KEY_FILE",
    "PUBLIC_URL",
    "PARAVENT_DEMO",
    "carrier",
  ]);
  const complete = { PARAVENT_KEY_FILE: "/k", PUBLIC_URL: "https://paravent.example", PARAVENT_DEMO: "0" };
  // This release has no real carrier: nothing that can be set makes it a production release.
  expect(refusalsOf({ NODE_ENV: "production", ...complete })).toEqual(["carrier"]);
});
