import { dangerHelp } from "./danger.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { pageOf } from "./page.ts";
import type { Setting } from "./setting.ts";
import { linkTo } from "./setting.ts";

/** A square code as one path of an SVG of `size` by `size`. */
export type SquareCode = { readonly size: number; readonly path: string };

export type ReceiptView = {
  /** Six words, a space between. */
  readonly words: string;
  readonly code: SquareCode;
  readonly isDanger: boolean;
  /** Whether it is in the ledger yet: what was taken while the database is away is filed later. */
  readonly isFiled: boolean;
  /** A picture could not be read: the report stands without any. */
  readonly hasLostPictures?: boolean;
};

/** What whoever spoke up keeps. */
export function receiptPage(setting: Setting, view: ReceiptView): string {
  const { say } = setting;
  const main = html`${view.isDanger && dangerHelp(setting, true)}
<div class="lead">
<h1>${say("customer.receipt.heading")}</h1>
<p class="large">${say(view.isFiled ? "customer.receipt.lead" : "customer.receipt.lead.later")}</p>
</div>
${view.hasLostPictures === true && html`<p class="notice" role="status">${say("customer.pictures.refused")}</p>`}
<section class="card part" aria-labelledby="receipt">
<h2 id="receipt">${say("customer.receipt.words")}</h2>
<p>${say("customer.receipt.words.why")}</p>
<div class="keep">
<ol class="words">${view.words.split(" ").map((word) => html`<li>${word}</li>`)}</ol>
${squareCode(setting, view.code)}
</div>
<p class="small soft">${say("customer.receipt.keep")}</p>
</section>
<form class="card part no-print" method="post" action="${linkTo(setting, "/follow")}">
<h2>${say("customer.receipt.next")}</h2>
<p>${say("customer.receipt.next.what")}</p>
<input type="hidden" name="words" value="${view.words}">
<button class="button primary wide">${say("customer.receipt.follow")}</button>
</form>
${view.isFiled && proofForms(setting, view.words)}
${!view.isDanger && dangerHelp(setting, false)}`;
  return pageOf({ ...setting, isShownOnce: true }, "customer.title.receipt", main);
}

function squareCode({ say }: Setting, { size, path }: SquareCode): Html {
  return html`<div class="code"><svg viewBox="0 0 ${size} ${size}" role="img" aria-label="${say("customer.receipt.code")}" shape-rendering="crispEdges"><path fill="#000" d="${path}"/></svg></div>`;
}

/** `words`: where the reader is not signed in to the follow-up, so that nothing has to be typed twice. */
export function proofForms(setting: Setting, words?: string): Html {
  const { say } = setting;
  const download = (what: "proof" | "leaf") =>
    html`<form method="post" action="${linkTo(setting, `/follow/${what}`)}">
${words !== undefined && html`<input type="hidden" name="words" value="${words}">`}
<button class="button wide">${say(`customer.proof.${what}`)}</button>
</form>
`;
  return html`<section class="card part sunk no-print" aria-labelledby="proof">
<h2 id="proof">${say("customer.proof.heading")}</h2>
<p>${say("customer.proof.what")}</p>
<div class="buttons">${download("proof")}${download("leaf")}</div>
<p><a class="stand-alone" href="/verifier">${say("customer.proof.verifier")}</a></p>
</section>`;
}

/** Asked for in the first second or so: the checkpoint that covers it is not signed yet. */
export function proofSoonPage(
  setting: Setting,
  view: { readonly what: "proof" | "leaf"; readonly words?: string },
): string {
  const { say } = setting;
  const main = html`<div class="lead">
<h1>${say("customer.proof.soon")}</h1>
<p class="large">${say("customer.proof.soon.why")}</p>
</div>
<form method="post" action="${linkTo(setting, `/follow/${view.what}`)}">
${view.words !== undefined && html`<input type="hidden" name="words" value="${view.words}">`}
<button class="button primary wide">${say("customer.proof.retry")}</button>
</form>
<p><a class="stand-alone" href="${linkTo(setting, "/follow")}">${say("customer.foot.follow")}</a></p>`;
  return pageOf(setting, "customer.title.receipt", main);
}
