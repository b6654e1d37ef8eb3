import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { Setting } from "./setting.ts";

/**
 * Who helps at once, in France. 114 answers texts, for whoever cannot speak or be heard speaking.
 * Source: Arcep numbering plan, emergency numbers; 3919: Fédération nationale Solidarité Femmes.
 */
const HELP = [
  { number: "17", href: "tel:17", key: "customer.danger.17" },
  { number: "112", href: "tel:112", key: "customer.danger.112" },
  { number: "114", href: "sms:114", key: "customer.danger.114" },
  { number: "3919", href: "tel:3919", key: "customer.danger.3919" },
] as const;

/** Emergency help. `isFirst`: somebody said that there is danger, and it is what the page is about. */
export function dangerHelp({ say }: Setting, isFirst: boolean): Html {
  return html`<section class="help${isFirst && " first"}" aria-labelledby="danger">
<h2 id="danger">${say(isFirst ? "customer.danger.now" : "customer.danger.ask")}</h2>
${isFirst && html`<p>${say("customer.danger.first")}</p>`}
<ul class="help-list">
${HELP.map(
  ({
    number,
    href,
    key,
  }) => html`<li><a class="help-number" href="${href}"><b>${number}</b> <span>${say(key)}</span></a></li>
`,
)}
</ul>
</section>`;
}
