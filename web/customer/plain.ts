import { dangerHelp } from "./danger.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { card, pageOf } from "./page.ts";
import type { CustomerKey, Setting } from "./setting.ts";
import { linkTo } from "./setting.ts";

export type NumberView =
  /** `shown`: as it is written for people, `"01 99 00 12 34"`. */
  | { readonly kind: "masked" | "report"; readonly shown: string }
  /** Not repeated: it is somebody's, and the page may be left open. */
  | { readonly kind: "unknown" };

/** Whose number it is that called or wrote. Nothing of any visit: whoever asks may be anybody. */
export function numberPage(setting: Setting, view: NumberView): string {
  const { say } = setting;
  const { kind } = view;
  const main = html`<div class="lead">
${
  view.kind === "unknown"
    ? html`<h1>${say("customer.number.unknown")}</h1>`
    : html`<h1 class="number">${view.shown}</h1>
<p class="large">${say(`customer.number.${view.kind}`)}</p>`
}
</div>
${card(say("customer.number.what"), html`<p>${say(`customer.number.${kind}.what`)}</p>`)}
${reportDoor(setting, kind === "unknown" ? "customer.number.report.unknown" : "customer.number.report.how")}
${dangerHelp(setting, false)}`;
  return pageOf(setting, "customer.title.number", main);
}

function reportDoor(setting: Setting, key: CustomerKey): Html {
  const { say } = setting;
  return html`<section class="card part sunk" aria-labelledby="door">
<h2 id="door">${say("customer.visit.door")}</h2>
<p>${say(key)}</p>
<a class="button wide" href="${linkTo(setting, "/report")}">${say("customer.visit.door.open")}</a>
</section>`;
}

/** For whoever is attacked because they spoke. */
export function speakingUpPage(setting: Setting): string {
  const { say } = setting;
  const list = (...keys: readonly CustomerKey[]) =>
    html`<ul class="plain">${keys.map((key) => html`<li>${say(key)}</li>`)}</ul>`;
  const main = html`<div class="lead">
<h1>${say("customer.speaking.heading")}</h1>
<p class="large">${say("customer.speaking.lead")}</p>
</div>
${dangerHelp(setting, false)}
${card(say("customer.speaking.keep"), list("customer.speaking.keep.1", "customer.speaking.keep.2", "customer.speaking.keep.3", "customer.speaking.keep.4"))}
${card(
  say("customer.speaking.tell"),
  html`<p>${say("customer.speaking.tell.how")}</p>
<div class="buttons"><a class="button primary" href="${linkTo(setting, "/follow")}">${say("customer.foot.follow")}</a><a class="button" href="${linkTo(setting, "/report")}">${say("customer.foot.report")}</a></div>`,
)}
${card(say("customer.speaking.turn"), list("customer.speaking.turn.police", "customer.speaking.turn.3018", "customer.speaking.turn.116006", "customer.speaking.turn.rights", "customer.speaking.turn.lawyer"))}
${card(
  say("customer.speaking.company"),
  html`<p>${say("customer.speaking.company.what")}</p>
<blockquote class="quote"><p>${say("customer.speaking.company.statement")}</p></blockquote>
<p>${say("customer.speaking.company.never")}</p>`,
)}
${card(say("customer.speaking.law"), html`<p>${say("customer.speaking.law.what")}</p>`, { isSoft: true })}`;
  return pageOf(setting, "customer.title.information", main);
}

/** The statement the law asks for. Source: RGAA 4.1; EN 301 549; Directive (EU) 2019/882. */
export function accessibilityPage(setting: Setting): string {
  const { say } = setting;
  const main = html`<div class="lead">
<h1>${say("customer.accessibility.heading")}</h1>
<p class="large">${say("customer.accessibility.lead")}</p>
</div>
${card(say("customer.accessibility.state"), html`<p>${say("customer.accessibility.state.what")}</p>`)}
${card(
  say("customer.accessibility.works"),
  html`<ul class="plain">
<li>${say("customer.accessibility.works.keyboard")}</li>
<li>${say("customer.accessibility.works.zoom")}</li>
<li>${say("customer.accessibility.works.script")}</li>
<li>${say("customer.accessibility.works.sms")}</li>
</ul>`,
)}
${card(say("customer.accessibility.exit"), html`<p>${say("customer.accessibility.exit.what")}</p>`)}
${card(
  say("customer.accessibility.problem"),
  html`<p>${say("customer.accessibility.problem.how")}</p>
<p><a class="stand-alone" href="${linkTo(setting, "/report")}">${say("customer.foot.report")}</a></p>`,
)}`;
  return pageOf(setting, "customer.title.accessibility", main);
}

export const PROBLEMS = ["404", "410", "429", "503", "500", "400"] as const;
export type ProblemStatus = (typeof PROBLEMS)[number];

/** Something is not there, or not now; speaking up always is. */
export function problemPage(setting: Setting, status: ProblemStatus): string {
  const { say } = setting;
  const main = html`<div class="lead">
<h1>${say(`customer.problem.${status}`)}</h1>
<p class="large">${say(`customer.problem.${status}.next`)}</p>
</div>
${reportDoor(setting, "customer.problem.door")}`;
  return pageOf(setting, "customer.title.information", main);
}
