import type { Html } from "./html.ts";
import { html } from "./html.ts";
import type { CustomerKey, Setting } from "./setting.ts";
import { linkTo } from "./setting.ts";

/** What a page is called in a list of tabs, or in somebody else's sight: it never says what it is about. */
type TitleKey = Extract<CustomerKey, `customer.title.${string}`>;

/** The whole document around `main`: language, quick exit, and below the ways that are on every page. */
export function pageOf(setting: Setting, title: TitleKey, main: Html): string {
  const { say, language, assets } = setting;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<title>${say(title)}</title>
<link rel="icon" href="${assets.icon}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.css}">
<script src="${assets.script}" defer></script>
</head>
<body>
<a class="skip visually-hidden" href="#main">${say("customer.skip")}</a>
${topOf(setting)}
<main id="main" tabindex="-1">
${main}
</main>
${footOf(setting)}
</body>
</html>
`.toString();
}

function topOf(setting: Setting): Html {
  const { say, company } = setting;
  return html`<header class="top">
<div class="top-row">
<p class="brand">${company ?? say("customer.brand")}</p>
${setting.isShownOnce !== true && languageLink(setting)}
<a class="exit" href="${linkTo(setting, "/exit")}" rel="noreferrer" data-exit>${say("customer.exit")}<span class="visually-hidden"> ${say("customer.exit.why")}</span></a>
</div>
</header>`;
}

/** In its own language, and as it calls itself: whoever needs it does not read the other one. */
function languageLink({ language, path }: Setting): Html {
  const [other, name] = language === "fr" ? ["en", "English"] : ["fr", "Français"];
  return html`<a class="language" href="${path}?lang=${other}" lang="${other}" hreflang="${other}">${name}</a>`;
}

function footOf(setting: Setting): Html {
  const { say } = setting;
  const link = (path: string, key: CustomerKey) =>
    html`<li><a href="${linkTo(setting, path)}"${setting.path === path && html` aria-current="page"`}>${say(key)}</a></li>`;
  return html`<footer class="foot">
<div class="foot-row">
<nav aria-label="${say("customer.foot.name")}"><ul class="links">
${link("/report", "customer.foot.report")}
${link("/follow", "customer.foot.follow")}
${link("/speaking-up", "customer.foot.speaking-up")}
${link("/accessibility", "customer.foot.accessibility")}
</ul></nav>
<p class="small soft">${say("customer.exit.help")}</p>
</div>
</footer>`;
}

/** A part of a page on a card, with its heading. */
export function card(
  heading: string,
  content: Html,
  more: { readonly id?: string; readonly isSoft?: boolean } = {},
): Html {
  const { id, isSoft } = more;
  return html`<section class="card part${isSoft === true && " sunk"}"${id !== undefined && html` id="${id}"`}>
<h2>${heading}</h2>
${content}
</section>`;
}
