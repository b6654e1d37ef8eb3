import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../base/config.ts";
import { readerLanguage } from "./problem.ts";

/** Built by the bootstrap; without a build there are no pages, and no start. */
const BUILT = fileURLToPath(new URL("../../dist/web", import.meta.url));

type App = {
  readonly name: "phones" | "staff" | "desk";
  /** Names of the policies by which the app may make what Trusted Types guard; none: it cannot. */
  readonly trustedTypes: string;
};

const PHONES: App = { name: "phones", trustedTypes: "'none'" };
/** The staff app names its service worker, whose address is one that Trusted Types guard. */
const APPS: readonly App[] = [
  { name: "staff", trustedTypes: "paravent-worker" },
  { name: "desk", trustedTypes: "'none'" },
];

/** Everything from here, nothing from elsewhere, nothing inline. */
function policyOf({ trustedTypes }: App): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${trustedTypes}`,
  ].join("; ");
}

/** The staff app and the desk console; the page of the two handsets wherever there may be a simulator, and first in a demo. */
export async function mountPages(
  server: FastifyInstance,
  { isDemo, isProduction }: Pick<Config, "isDemo" | "isProduction">,
): Promise<void> {
  if (!existsSync(BUILT)) throw new Error("could not find the built pages: start with npm start");
  const home = isDemo ? "/phones" : "/desk";
  server.get("/", { config: { id: "pages.home" } }, (_request, reply) => reply.redirect(home));
  for (const app of isProduction ? APPS : [PHONES, ...APPS]) {
    await server.register((scope) => mountApp(scope, app), { prefix: `/${app.name}` });
  }
}

/** Whatever lies below an app's address and is no file of it is a page that the app itself shows. */
async function mountApp(scope: FastifyInstance, app: App): Promise<void> {
  const policy = policyOf(app);
  const sentences = sentencesOf(app);
  const sendApp = (request: FastifyRequest, reply: FastifyReply) => {
    const early = sentences[readerLanguage(request)];
    // Asked for beside the script, not after it: on a slow line that is half a second.
    if (early !== undefined) reply.header("link", `<${early}>; rel=modulepreload`);
    return reply.header("cache-control", "no-store").sendFile("index.html");
  };
  await scope.register(fastifyStatic, {
    root: `${BUILT}/${app.name}`,
    index: false,
    cacheControl: false,
    preCompressed: true,
    setHeaders(response, path) {
      response.header("content-security-policy", policy);
      response.header("vary", "accept-encoding");
      // The worker is for the app's address too, which has no slash at its end.
      if (path.includes("/worker.js")) response.header("service-worker-allowed", `/${app.name}`);
      // File names carry a hash of their content: another content is another name.
      const isHashed = path.includes("/assets/");
      response.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-store");
    },
  });
  scope.get("/", { config: { id: `pages.${app.name}` } }, sendApp);
  // What is not there beside the handsets is a problem document: their page reads it.
  if (app === PHONES) return;
  scope.setNotFoundHandler((request, reply) => {
    const isPage = request.method === "GET" && !/\.\w+$/.test(request.url.replace(/\?.*$/, ""));
    if (isPage) return sendApp(request, reply);
    return reply.code(404).type("text/plain; charset=utf-8").send("404\n");
  });
}

/** Where the sentences of each language are, as the build named them. */
function sentencesOf({ name }: App): { readonly [language in "fr" | "en"]?: string } {
  const files = JSON.parse(readFileSync(`${BUILT}/${name}/files.json`, "utf8")) as {
    readonly [module: string]: { readonly file: string };
  };
  const found = (["fr", "en"] as const).flatMap((language) => {
    const file = files[`../../text/${language}.json`]?.file;
    return file === undefined ? [] : [[language, `/${name}/${file}`] as const];
  });
  return Object.fromEntries(found);
}
