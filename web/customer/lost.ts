import { formField } from "./follow.ts";
import { html } from "./html.ts";
import { pageOf } from "./page.ts";
import type { Setting } from "./setting.ts";
import { linkTo } from "./setting.ts";

export type LostView = {
  readonly action: string;
  readonly formToken: string;
  /** Whether a code was asked for; that there is a report or a phone is not told. */
  readonly step: "ask" | "enter";
  readonly isWrong: boolean;
  /** Tried too often, or asked too often: when it works again. */
  readonly isLocked: boolean;
};

/** The receipt is lost: six digits to the phone the company already has, and to no other. */
export function lostReceiptPage(setting: Setting, view: LostView): string {
  const { say } = setting;
  const main = html`<div class="lead">
<h1>${say("customer.lost.heading")}</h1>
<p class="large">${say(view.step === "ask" ? "customer.lost.ask" : "customer.lost.sent")}</p>
</div>
${view.isWrong && html`<p class="notice" role="alert">${say("customer.lost.wrong")}</p>`}
${view.isLocked && html`<p class="notice" role="alert">${say("customer.lost.locked")}</p>`}
${view.step === "ask" ? askForm(setting, view) : enterForm(setting, view)}
<p><a class="stand-alone" href="${linkTo(setting, "/follow")}">${say("customer.lost.words")}</a></p>`;
  return pageOf(setting, "customer.title.follow", main);
}

function askForm({ say }: Setting, { action, formToken }: LostView) {
  return html`<form class="card part" method="post" action="${action}">
${formField(formToken)}
<input type="hidden" name="step" value="ask">
<button class="button primary wide">${say("customer.lost.send")}</button>
</form>`;
}

function enterForm({ say }: Setting, { action, formToken }: LostView) {
  return html`<form class="card part" method="post" action="${action}">
${formField(formToken)}
<input type="hidden" name="step" value="enter">
<div class="row">
<label class="label" for="code">${say("customer.lost.code")}</label>
<input class="field large" id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="12">
</div>
<button class="button primary wide">${say("customer.follow.open")}</button>
</form>`;
}
