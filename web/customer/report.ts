import { dangerHelp } from "./danger.ts";
import type { Choice } from "./fields.ts";
import { checkboxes, lineField, pictureField, radios, textField } from "./fields.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { pageOf } from "./page.ts";
import type { Setting } from "./setting.ts";

export const WHAT = ["message", "call", "home", "other", "danger"] as const;
export const BY = ["customer", "relative", "witness"] as const;

/** What is written at most in one field. */
export const MAX_TEXT = 10_000;

/** What a form holds, as its fields are called: what was typed comes back with a form that is shown again. */
export type ReportTyped = { readonly [field: string]: string | undefined };

export type ReportView = {
  readonly action: string;
  readonly formToken: string;
  /** Those assigned to the visit, for the door of a visit; undefined at the permanent door. */
  readonly staff: readonly { readonly tag: string; readonly name: string }[] | undefined;
  readonly typed: ReportTyped;
  /** The form that was sent is not one of ours, or is too old: it comes back with what was typed, to be sent again. */
  readonly isAgain: boolean;
};

/** The door through which anybody speaks up: one button, and everything else as one likes. */
export function reportPage(setting: Setting, view: ReportView): string {
  const { say } = setting;
  const main = html`<div class="lead">
<h1>${say("customer.report.heading")}</h1>
<p class="large">${say("customer.report.lead")}</p>
</div>
${view.isAgain && html`<p class="notice" role="status">${say("customer.report.again")}</p>`}
${dangerHelp(setting, view.typed["what_danger"] !== undefined)}
<form class="report" method="post" enctype="multipart/form-data" action="${view.action}">
<input type="hidden" name="form" value="${view.formToken}">
<div class="card part one-tap">
<p>${say("customer.report.one-tap")}</p>
${view.staff !== undefined && view.staff.length > 1 && whoFields(setting, view.staff, view.typed)}
<button class="button primary wide">${say("customer.report.send")}</button>
</div>
${beforeSending(setting)}
${moreFields(setting, view)}
</form>`;
  return pageOf(setting, "customer.title.form", main);
}

/** Told before, not after: what nobody can promise belongs to it. */
function beforeSending({ say }: Setting): Html {
  const steps = ["hour", "day", "week"] as const;
  return html`<section class="card part sunk before" aria-labelledby="before">
<h2 id="before">${say("customer.before.heading")}</h2>
<ol class="steps">
${steps.map(
  (step) => html`<li><b>${say(`customer.before.${step}`)}</b><span>${say(`customer.before.${step}.what`)}</span></li>
`,
)}
</ol>
<h3>${say("customer.before.who")}</h3>
<p>${say("customer.before.readers")}</p>
<h3>${say("customer.before.person")}</h3>
<ul class="plain">
<li>${say("customer.before.person.learns")}</li>
<li>${say("customer.before.person.never")}</li>
<li>${say("customer.before.person.guess")}</li>
</ul>
</section>`;
}

function moreFields(setting: Setting, { staff, typed }: ReportView): Html {
  const { say } = setting;
  return html`<section class="card part more" aria-labelledby="more">
<h2 id="more">${say("customer.more.heading")}</h2>
<p class="soft">${say("customer.more.lead")}</p>
${whatFields(setting, typed)}
${staff?.length === 1 && whoFields(setting, staff, typed)}
${textField({ name: "text", label: say("customer.more.text"), hint: say("customer.more.text.hint"), value: typed["text"], rows: 5, maxLength: MAX_TEXT })}
${lineField({ name: "when", label: say("customer.more.when"), hint: say("customer.more.when.hint"), value: typed["when"] })}
${picturesField(setting)}
${elsewhereFields(setting, typed)}
${byFields(setting, typed)}
${contactFields(setting, typed)}
${wishField(setting, typed)}
<button class="button primary wide">${say("customer.report.send")}</button>
</section>`;
}

export function picturesField({ say }: Setting): Html {
  return pictureField({
    name: "pictures",
    label: say("customer.more.pictures"),
    hint: say("customer.more.pictures.hint"),
  });
}

export function whatFields({ say }: Setting, typed: ReportTyped): Html {
  const choices = WHAT.map(
    (what): Choice => ({
      name: `what_${what}`,
      value: "1",
      label: say(`customer.what.${what}`),
      isChosen: typed[`what_${what}`] !== undefined,
    }),
  );
  return html`<div class="what">
${checkboxes(say("customer.more.what"), choices)}
<p class="danger-hint">${say("customer.danger.hint")}</p>
</div>`;
}

function whoFields({ say }: Setting, staff: NonNullable<ReportView["staff"]>, typed: ReportTyped): Html {
  const others = [
    ...(staff.length > 1 ? [{ tag: "unsure", name: say("customer.more.who.unsure") }] : []),
    { tag: "other", name: say("customer.more.who.other") },
  ];
  const choices = [...staff, ...others].map(
    ({ tag, name }): Choice => ({
      name: `who_${tag}`,
      value: "1",
      label: name,
      isChosen: typed[`who_${tag}`] !== undefined,
    }),
  );
  return checkboxes(say("customer.more.who"), choices);
}

/** What came from a private phone. */
function elsewhereFields({ say }: Setting, typed: ReportTyped): Html {
  return html`<details class="fold"${(typed["message"] ?? typed["number"]) !== undefined && html` open`}>
<summary>${say("customer.more.elsewhere")}</summary>
<div class="fold-inside">
<p class="small soft">${say("customer.more.elsewhere.why")}</p>
${textField({ name: "message", label: say("customer.more.message"), hint: say("customer.more.message.hint"), value: typed["message"], rows: 3, maxLength: MAX_TEXT })}
${lineField({ name: "number", label: say("customer.more.number"), hint: say("customer.more.number.hint"), value: typed["number"], type: "tel" })}
</div>
</details>`;
}

function byFields({ say }: Setting, typed: ReportTyped): Html {
  const choices = BY.map(
    (by): Choice => ({ name: "by", value: by, label: say(`customer.by.${by}`), isChosen: typed["by"] === by }),
  );
  return html`<details class="fold"${typed["by"] !== undefined && html` open`}>
<summary>${say("customer.more.by")}</summary>
<div class="fold-inside">${radios(say("customer.more.by.legend"), choices)}</div>
</details>`;
}

function contactFields({ say }: Setting, typed: ReportTyped): Html {
  return html`<details class="fold"${(typed["phone"] ?? typed["hours"]) !== undefined && html` open`}>
<summary>${say("customer.more.contact")}</summary>
<div class="fold-inside">
${lineField({ name: "phone", label: say("customer.more.phone"), hint: say("customer.more.phone.hint"), value: typed["phone"], type: "tel", autocomplete: "off" })}
${lineField({ name: "hours", label: say("customer.more.hours"), hint: say("customer.more.hours.hint"), value: typed["hours"] })}
</div>
</details>`;
}

export function wishField({ say }: Setting, typed: ReportTyped): Html {
  const choice = {
    name: "protect_only",
    value: "1",
    label: say("customer.wish.protect-only"),
    isChosen: typed["protect_only"] !== undefined,
  };
  return checkboxes(say("customer.wish"), [choice], say("customer.wish.hint"));
}
