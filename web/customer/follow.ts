import { dangerHelp } from "./danger.ts";
import { lineField, radios, textField } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { card, pageOf } from "./page.ts";
import { proofForms } from "./receipt.ts";
import type { ReportTyped } from "./report.ts";
import { MAX_TEXT, picturesField, whatFields } from "./report.ts";
import type { CustomerKey, Setting } from "./setting.ts";
import { dayOf, linkTo, momentOf } from "./setting.ts";

export type SignInView = {
  /** What was typed is no receipt, or none we know: which of the two is not told. */
  readonly isUnknown: boolean;
  /** The door of a visit where a lost receipt is helped with. */
  readonly lost?: string | undefined;
  readonly hasLeft: boolean;
};

/** One field, and no account. */
export function followSignInPage(setting: Setting, view: SignInView): string {
  const { say } = setting;
  const hint = { hint: say("customer.follow.words.hint") };
  const main = html`<div class="lead">
<h1>${say("customer.follow.heading")}</h1>
<p class="large">${say("customer.follow.lead")}</p>
</div>
${view.hasLeft && html`<p class="notice calm" role="status">${say("customer.follow.left")}</p>`}
${view.isUnknown && html`<p class="notice" role="alert">${say("customer.follow.unknown")}</p>`}
<form class="card part" method="post" action="${linkTo(setting, "/follow")}">
${lineField({ name: "words", label: say("customer.follow.words"), ...hint, isLarge: true, spelling: false })}
<button class="button primary wide">${say("customer.follow.open")}</button>
</form>
<section class="card part sunk" aria-labelledby="lost">
<h2 id="lost">${say("customer.follow.lost")}</h2>
<p>${say("customer.follow.lost.how")}</p>
<p><a class="stand-alone" href="${linkTo(setting, "/report")}">${say("customer.follow.lost.report")}</a></p>
</section>`;
  return pageOf(setting, "customer.title.follow", main);
}

export const STATES = ["received", "enquiry", "decision", "closed"] as const;
export type State = (typeof STATES)[number];

export type FollowView = {
  readonly filedAt: Date;
  readonly state: State;
  /** Said in whole, in the reader's language, by whoever knows the case. */
  readonly stateText: string;
  readonly outcomeText: string | undefined;
  /** When something comes next, or somebody answers, at the latest. */
  readonly nextOn: Date | undefined;
  readonly isProtected: boolean;
  readonly isProtectOnly: boolean;
  readonly hasStopped: boolean;
  readonly hours: string | undefined;
  /** Answers come as texts, words and all, and not only on this page. */
  readonly isBySms: boolean;
  readonly messages: readonly TalkLine[];
  /** A question of ours, after a week, a month, three months. */
  readonly checkIn: { readonly id: string } | undefined;
  readonly isDanger: boolean;
  readonly formToken: string;
  /** What was just done. */
  readonly done: Done | undefined;
};

export const DONE = ["message", "details", "choices", "check-in", "again", "pictures"] as const;
export type Done = (typeof DONE)[number];

/** `by`: who of several others wrote it. */
export type TalkLine = {
  readonly isOwn: boolean;
  readonly at: Date;
  readonly text: string;
  readonly by?: string;
  readonly became?: string;
};

/** Where it stands, in plain words, and everything one may still say or choose. */
export function followPage(setting: Setting, view: FollowView): string {
  const { say } = setting;
  const main = html`${view.isDanger && dangerHelp(setting, true)}
<div class="lead">
<h1>${say("customer.follow.state.heading")}</h1>
<p class="soft">${say("customer.follow.filed", { at: momentOf(setting, view.filedAt) })}</p>
</div>
${view.done !== undefined && html`<p class="notice calm" role="status">${say(`customer.done.${view.done}`)}</p>`}
${stateCard(setting, view)}
${view.checkIn !== undefined && checkInCard(setting, view, view.checkIn.id)}
${talkCard(setting, view)}
${detailsCard(setting, view)}
${choicesCard(setting, view)}
${proofForms(setting)}
<form class="inner no-print" method="post" action="${linkTo(setting, "/follow/leave")}">
<button class="button wide">${say("customer.follow.leave")}</button>
<p class="small soft">${say("customer.follow.leave.why")}</p>
</form>`;
  return pageOf(setting, "customer.title.follow", main);
}

function stateCard(setting: Setting, view: FollowView): Html {
  const { say } = setting;
  const reached = STATES.indexOf(view.state);
  const stop = (state: State, n: number) =>
    html`<li class="${n <= reached && "done"}"${n === reached && html` aria-current="step"`}><b>${say(`customer.state.${state}`)}</b>${n === reached && html`<span>${view.stateText}</span>`}</li>
`;
  return html`<section class="card part" aria-labelledby="state">
<h2 id="state">${say("customer.follow.where")}</h2>
<ol class="steps">${STATES.map(stop)}</ol>
${view.outcomeText !== undefined && html`<p class="large">${view.outcomeText}</p>`}
${view.isProtected && html`<p>${say("customer.follow.protected")}</p>`}
${view.nextOn !== undefined && html`<p><b>${say("customer.follow.next", { day: dayOf(setting, view.nextOn) })}</b></p>`}
</section>`;
}

function talkCard(setting: Setting, { messages, formToken }: FollowView): Html {
  const { say } = setting;
  const content = html`${messages.length === 0 ? html`<p class="soft">${say("customer.talk.none")}</p>` : talk(setting, messages, "customer.talk.desk")}
<form class="inner" method="post" action="${linkTo(setting, "/follow/message")}">
${formField(formToken)}
${textField({ name: "text", label: say("customer.talk.write"), hint: say("customer.talk.write.hint"), value: undefined, rows: 3, maxLength: MAX_TEXT })}
<button class="button primary wide">${say("customer.talk.send")}</button>
</form>`;
  return card(say("customer.talk.heading"), content, { id: "talk" });
}

/** What was written, oldest first, each line saying by whom. */
export function talk(setting: Setting, lines: readonly TalkLine[], otherKey: CustomerKey): Html {
  const { say } = setting;
  return html`<ol class="talk">${lines.map(
    ({ isOwn, at, text, by, became }) => html`<li class="${isOwn && "own"}">
<span class="small soft">${by ?? say(isOwn ? "customer.talk.you" : otherKey)} · ${momentOf(setting, at)}</span>
<span class="text">${text}</span>
${became !== undefined && html`<span class="small"><b>${became}</b></span>`}
</li>
`,
  )}</ol>`;
}

function detailsCard(setting: Setting, { formToken }: FollowView): Html {
  const { say } = setting;
  const nothing: ReportTyped = {};
  const content = html`<p class="soft">${say("customer.more.lead")}</p>
<form class="inner" method="post" enctype="multipart/form-data" action="${linkTo(setting, "/follow/details")}">
${formField(formToken)}
${whatFields(setting, nothing)}
${textField({ name: "details", label: say("customer.more.text"), hint: say("customer.more.text.hint"), value: undefined, rows: 4, maxLength: MAX_TEXT })}
${picturesField(setting)}
${lineField({ name: "when", label: say("customer.more.when"), hint: say("customer.more.when.hint") })}
${textField({ name: "message", label: say("customer.more.message"), hint: say("customer.more.message.hint"), value: undefined, rows: 3, maxLength: MAX_TEXT })}
${lineField({ name: "number", label: say("customer.more.number"), hint: say("customer.more.number.hint"), type: "tel" })}
<button class="button primary wide">${say("customer.details.send")}</button>
</form>`;
  return html`<details class="card fold-card">
<summary><h2>${say("customer.details.heading")}</h2></summary>
<div class="part">${content}</div>
</details>`;
}

function choicesCard(setting: Setting, { formToken, isProtectOnly, hasStopped, hours, isBySms }: FollowView): Html {
  const { say } = setting;
  const wish = radios(
    say("customer.choices.wish"),
    (["procedure", "protect_only", "stopped"] as const).map((value) => ({
      name: "wish",
      value,
      label: say(`customer.choices.${value}`),
      isChosen: value === (hasStopped ? "stopped" : isProtectOnly ? "protect_only" : "procedure"),
    })),
    say("customer.choices.hint"),
  );
  const answers = radios(
    say("customer.choices.answers"),
    (["page", "sms"] as const).map((value) => ({
      name: "answers",
      value,
      label: say(`customer.choices.answers.${value}`),
      isChosen: (value === "sms") === isBySms,
    })),
    say("customer.choices.answers.hint"),
  );
  return html`<details class="card fold-card">
<summary><h2>${say("customer.choices.heading")}</h2></summary>
<div class="part"><form class="inner" method="post" action="${linkTo(setting, "/follow/choices")}">
${formField(formToken)}
${wish}
${lineField({ name: "phone", label: say("customer.more.phone"), hint: say("customer.more.phone.hint"), type: "tel" })}
${answers}
${lineField({ name: "hours", label: say("customer.more.hours"), hint: say("customer.more.hours.hint"), value: hours })}
<button class="button primary wide">${say("customer.choices.send")}</button>
</form></div>
</details>`;
}

function checkInCard(setting: Setting, { formToken }: FollowView, id: string): Html {
  const { say } = setting;
  const answers = radios(
    say("customer.check-in.question"),
    (["fine", "pressure", "contacted"] as const).map((value) => ({
      name: "answer",
      value,
      label: say(`customer.check-in.${value}`),
      isChosen: false,
    })),
  );
  const content = html`<form class="inner" method="post" action="${linkTo(setting, "/follow/check-in")}">
${formField(formToken)}<input type="hidden" name="check_in" value="${id}">
${answers}
<button class="button primary wide">${say("customer.check-in.send")}</button>
</form>`;
  return card(say("customer.check-in.heading"), content);
}

export function formField(token: string): Html {
  return html`<input type="hidden" name="form" value="${token}">`;
}
