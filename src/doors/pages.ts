import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

const PHONES = fileURLToPath(new URL("../../dist/web/phones", import.meta.url));

/** Everything from here, nothing from elsewhere, nothing inline. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** The page of the two handsets. Built by the bootstrap; without a build there is no page, and no start. */
export async function mountPhonesPage(server: FastifyInstance): Promise<void> {
  if (!existsSync(PHONES)) throw new Error("could not find the built pages: start with npm start");
  server.get("/", { config: { id: "pages.home" } }, (_request, reply) => reply.redirect("/phones"));
  server.get("/phones", { config: { id: "pages.phones" } }, (_request, reply) =>
    reply.header("content-security-policy", POLICY).header("cache-control", "no-store").sendFile("index.html", PHONES),
  );
  await server.register(fastifyStatic, {
    root: PHONES,
    prefix: "/phones/",
    index: false,
    cacheControl: false,
    setHeaders(response, path) {
      response.header("content-security-policy", POLICY);
      // File names carry a hash of their content: another content is another name.
      const isHashed = path.includes("/assets/");
      response.header("cache-control", isHashed ? "public, max-age=31536000, immutable" : "no-store");
    },
  });
}
