import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Route } from "../../base/route.ts";
import { route } from "../../base/route.ts";
import type { Assets } from "../../../web/customer/index.ts";

const STYLES = ["shared/tokens.css", "shared/base.css", "customer/customer.css"];
const VERIFIER = fileURLToPath(new URL("../../../verifier/paravent-verify.html", import.meta.url));
const FOREVER = "public, max-age=31536000, immutable";

type Asset = {
  readonly name: string;
  readonly digest: string;
  readonly path: string;
  readonly type: string;
  readonly content: string;
};

function readWeb(name: string): string {
  return readFileSync(new URL(`../../../web/${name}`, import.meta.url), "utf8");
}

/** Its name holds a hash of its content: another content is another name. The folder's name says nothing. */
function assetOf(name: string, extension: string, type: string, content: string): Asset {
  const digest = hash("sha256", content, "hex").slice(0, 16);
  return { name, digest, path: `/pages/${name}-${digest}.${extension}`, type, content };
}

const ASSETS = {
  css: assetOf("style", "css", "text/css; charset=utf-8", STYLES.map(readWeb).join("\n")),
  script: assetOf("page", "js", "text/javascript; charset=utf-8", readWeb("customer/page.js")),
  icon: assetOf("icon", "svg", "image/svg+xml", readWeb("customer/icon.svg")),
} as const satisfies Record<keyof Assets, Asset>;

/** Where what the pages are made of is found. */
export const ASSET_PATHS: Assets = { css: ASSETS.css.path, script: ASSETS.script.path, icon: ASSETS.icon.path };

export function assetRoutes(): readonly Route[] {
  const files = Object.values(ASSETS).map(({ name, digest, path, type, content }) =>
    route({
      id: `customer.read-${name}`,
      method: "GET",
      // Without its hash, so that the table of routes stays the same when a colour does not.
      path: path.replace(/-[0-9a-f]{16}\./, "-:digest."),
      audience: "public",
      summary: "A file that the customer's pages are made of",
      params: z.object({ digest: z.string() }),
      answers: { 200: { contentType: type } },
      // A page of another release gets what there is, and does not keep it under the other one's name.
      act: async ({ params }) => ({
        status: 200,
        body: content,
        headers: { "content-type": type, "cache-control": params.digest === digest ? FOREVER : "no-store" },
      }),
    }),
  );
  return [...files, verifierRoute()];
}

/** Saved, not shown: it is one file that works offline, and with a policy of its own. */
function verifierRoute(): Route {
  return route({
    id: "customer.read-verifier",
    method: "GET",
    path: "/verifier",
    audience: "public",
    summary: "The stand-alone verifier of proofs, as one HTML file",
    answers: { 200: { contentType: "text/html; charset=utf-8" } },
    act: async () => ({
      status: 200,
      body: readFileSync(VERIFIER, "utf8"),
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-disposition": 'attachment; filename="paravent-verify.html"',
      },
    }),
  });
}
