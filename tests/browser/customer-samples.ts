import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import qrcode from "qrcode";
import { sentence } from "../../src/base/text.ts";
import type { FollowView, Setting, SquareCode, VisitView } from "../../web/customer/index.ts";
import * as pages from "../../web/customer/index.ts";

const root = join(import.meta.dirname, "../..");
const at = (instant: string) => new Date(instant);

const VISIT: VisitView = {
  action: "/v/abc",
  formToken: "form",
  status: "open",
  from: at("2026-11-23T08:00:00Z"),
  to: at("2026-11-23T10:00:00Z"),
  names: ["Karim", "Lucie"],
  numbers: [{ href: "tel:+33199001234", shown: "01 99 00 12 34", name: "Karim" }],
  writeTo: [
    { tag: "a", name: "Karim" },
    { tag: "b", name: "Lucie" },
  ],
  maxText: 1000,
  lines: [{ isOwn: true, at: at("2026-11-23T08:10:00Z"), text: "Je suis en bas,\nporte verte.", became: "Remis" }],
  notice: undefined,
  isCut: false,
  typed: undefined,
};

const FOLLOW: FollowView = {
  filedAt: at("2026-11-23T09:00:00Z"),
  state: "enquiry",
  stateText: "La personne chargée de votre dossier l’examine.",
  outcomeText: undefined,
  nextOn: at("2026-12-01T09:00:00Z"),
  isProtected: true,
  isProtectOnly: false,
  hasStopped: false,
  hours: undefined,
  isBySms: false,
  messages: [
    { isOwn: false, at: at("2026-11-24T09:00:00Z"), text: "Bonjour, avez-vous encore le message ?" },
    { isOwn: true, at: at("2026-11-24T10:00:00Z"), text: "Oui, je l’ajoute ci-dessous." },
  ],
  checkIn: { id: "7" },
  isDanger: false,
  formToken: "form",
  done: "message",
};

const WORDS = "cerise tableau marine fenetre village crayon";

export function squareCode(text: string): SquareCode {
  const { size, data } = qrcode.create(text).modules;
  const path = [...data].map((isDark, i) => (isDark ? `M${i % size} ${Math.floor(i / size)}h1v1h-1z` : "")).join("");
  return { size, path };
}

const report = { formToken: "form", typed: {}, isAgain: false };
const receipt = { words: WORDS, code: squareCode(`https://example.test/follow\n${WORDS}`) };

/** Every page in a state that shows all it can show. */
export const SAMPLES: { readonly [name: string]: (setting: Setting) => string } = {
  visit: (setting) => pages.visitPage(setting, VISIT),
  "visit-over": (setting) =>
    pages.visitPage(setting, { ...VISIT, status: "over", numbers: [], writeTo: [], lines: [], names: [] }),
  report: (setting) => pages.reportPage(setting, { ...report, action: "/report", staff: undefined }),
  "report-visit": (setting) =>
    pages.reportPage(setting, {
      ...report,
      action: "/v/abc/report",
      staff: VISIT.writeTo,
      typed: { what_danger: "1", number: "06", phone: "07", by: "witness" },
      isAgain: true,
    }),
  receipt: (setting) => pages.receiptPage(setting, { ...receipt, isDanger: false, isFiled: true }),
  "receipt-danger": (setting) => pages.receiptPage(setting, { ...receipt, isDanger: true, isFiled: false }),
  "follow-sign-in": (setting) => pages.followSignInPage(setting, { isUnknown: true, hasLeft: false }),
  follow: (setting) => pages.followPage(setting, FOLLOW),
  "proof-soon": (setting) => pages.proofSoonPage(setting, { what: "proof" }),
  lost: (setting) =>
    pages.lostReceiptPage(setting, {
      action: "/v/abc/follow",
      formToken: "f",
      step: "enter",
      isWrong: true,
      isLocked: false,
    }),
  number: (setting) => pages.numberPage(setting, { shown: "01 99 00 12 34", kind: "masked" }),
  "speaking-up": pages.speakingUpPage,
  accessibility: pages.accessibilityPage,
  problem: (setting) => pages.problemPage(setting, "404"),
};

const styles = ["shared/tokens.css", "shared/base.css", "customer/customer.css"];
const FILES: { readonly [path: string]: readonly [type: string, content: string] } = {
  "/style.css": ["text/css", styles.map((name) => readFileSync(join(root, "web", name), "utf8")).join("\n")],
  "/page.js": ["text/javascript", readFileSync(join(root, "web/customer/page.js"), "utf8")],
  "/icon.svg": ["image/svg+xml", readFileSync(join(root, "web/customer/icon.svg"), "utf8")],
};

/** The pages alone, over HTTP: what they look like and how they behave needs no house behind them. */
export async function serveSamples() {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    const [type, content] = FILES[pathname] ?? ["text/html; charset=utf-8", ""];
    const language = searchParams.get("lang") === "en" ? "en" : "fr";
    const sample = SAMPLES[pathname.slice(1)];
    response.setHeader("content-type", type);
    response.setHeader(
      "content-security-policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    );
    if (pathname === "/exit") response.end("<!doctype html><title>Elsewhere</title>");
    else response.end(sample === undefined ? content : sample(settingOf(language, pathname)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, stop: () => new Promise((done) => server.close(done)) };
}

function settingOf(language: "fr" | "en", path: string): Setting {
  const say: Setting["say"] = (key, values) => sentence(language, key, values ?? {});
  const assets = { css: "/style.css", script: "/page.js", icon: "/icon.svg" };
  return { say, language, isLanguageChosen: true, path, company: "Fibre du Midi", zone: "Europe/Paris", assets };
}
