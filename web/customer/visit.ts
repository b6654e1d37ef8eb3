import type { TalkLine } from "./follow.ts";
import { formField, talk } from "./follow.ts";
import { textField } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { card, pageOf } from "./page.ts";
import type { Setting } from "./setting.ts";
import { dayOf, linkTo, timeOf } from "./setting.ts";

export const VISIT_STATUSES = ["ahead", "open", "on_my_way", "over", "cancelled"] as const;
export type VisitStatus = (typeof VISIT_STATUSES)[number];

export type VisitView = {
  /** `/v/<token>` */
  readonly action: string;
  readonly formToken: string;
  readonly status: VisitStatus;
  readonly from: Date;
  readonly to: Date;
  /** First names, or none where they are not known. */
  readonly names: readonly string[];
  /** The masked numbers that lead to those who come, while they do. */
  readonly numbers: readonly { readonly href: string; readonly shown: string; readonly name: string }[];
  /** Each of those assigned, to be written to; none while nothing may be written. */
  readonly writeTo: readonly { readonly tag: string; readonly name: string }[];
  readonly maxText: number;
  readonly lines: readonly TalkLine[];
  /** What became of what was just sent, where the page does not show it by itself. */
  readonly notice: string | undefined;
  readonly isCut: boolean;
  readonly typed: string | undefined;
};

/** Who comes and when, how to reach them, and the door if something is not right. */
export function visitPage(setting: Setting, view: VisitView): string {
  const { say } = setting;
  const main = html`<div class="lead">
<p><span class="badge${view.status === "cancelled" || view.status === "over" ? "" : " good"}">${say(`customer.visit.${view.status}`)}</span></p>
<h1>${say("customer.visit.heading")}</h1>
</div>
${factsCard(setting, view)}
${view.notice !== undefined && html`<p class="notice" role="alert">${view.notice}</p>`}
${reachCard(setting, view)}
<section class="card part sunk" aria-labelledby="door">
<h2 id="door">${say("customer.visit.door")}</h2>
<p>${say("customer.visit.door.why")}</p>
<a class="button wide" href="${linkTo(setting, `${view.action}/report`)}">${say("customer.visit.door.open")}</a>
<p><a class="stand-alone" href="${linkTo(setting, `${view.action}/follow`)}">${say("customer.visit.door.follow")}</a></p>
</section>
<p class="small soft">${say("customer.visit.privacy")}</p>`;
  return pageOf(setting, "customer.title.visit", main);
}

function factsCard(setting: Setting, { from, to, names }: VisitView): Html {
  const { say } = setting;
  const who = names.length === 0 ? say("customer.visit.who.unknown") : names.join(", ");
  return html`<section class="card part" aria-label="${say("customer.visit.facts")}">
<dl class="facts">
<div><dt>${say("customer.visit.day")}</dt><dd>${dayOf(setting, from)}</dd></div>
<div><dt>${say("customer.visit.hours")}</dt><dd>${say("customer.visit.hours.between", { from: timeOf(setting, from), to: timeOf(setting, to) })}</dd></div>
<div><dt>${say("customer.visit.who")}</dt><dd>${who}</dd></div>
</dl>
</section>`;
}

function reachCard(setting: Setting, view: VisitView): Html {
  const { say } = setting;
  const isReachable = view.writeTo.length > 0 || view.numbers.length > 0;
  const content = html`${view.lines.length > 0 && talk(setting, view.lines, "customer.talk.desk")}
${view.writeTo.length > 0 && writeForm(setting, view)}
${isReachable ? callPart(setting, view) : html`<p class="soft">${say(view.isCut ? "customer.visit.cut" : "customer.visit.closed")}</p>`}`;
  return card(say("customer.visit.reach"), content, { id: "write" });
}

function writeForm(setting: Setting, { action, formToken, writeTo, maxText, typed }: VisitView): Html {
  const { say } = setting;
  return html`<form class="inner" method="post" action="${linkTo(setting, `${action}/messages`)}">
${formField(formToken)}
${recipient(setting, writeTo)}
${textField({ name: "text", label: say("customer.visit.write"), hint: say("customer.visit.write.hint"), value: typed, rows: 3, maxLength: maxText })}
<button class="button primary wide">${say("customer.visit.send")}</button>
<button class="button wide" formaction="${linkTo(setting, `${action}/call-back`)}">${say("customer.visit.call-back")}</button>
</form>`;
}

function recipient({ say }: Setting, writeTo: VisitView["writeTo"]): Html {
  const [only] = writeTo;
  if (only !== undefined && writeTo.length === 1) return html`<input type="hidden" name="to" value="${only.tag}">`;
  return html`<div class="row">
<label class="label" for="to">${say("customer.visit.to")}</label>
<select class="field" id="to" name="to">${writeTo.map(({ tag, name }) => html`<option value="${tag}">${name}</option>`)}</select>
</div>`;
}

function callPart(setting: Setting, { numbers }: VisitView): Html {
  const { say } = setting;
  const isOne = numbers.length === 1;
  const call = ({ href, shown, name }: VisitView["numbers"][number]) =>
    html`<a class="button wide" href="${href}">${isOne ? say("customer.visit.call", { number: shown }) : say("customer.visit.call-name", { name, number: shown })}</a>
`;
  return html`<div class="buttons">
${numbers.map(call)}
</div>
${numbers.length > 0 && html`<p class="small soft">${say("customer.visit.call.why")}</p>`}`;
}
