import type { Route } from "../../base/route.ts";
import { route } from "../../base/route.ts";
import { clearCookie } from "../../people/index.ts";
import { FOLLOW_COOKIE } from "./follow-cookie.ts";
import { pageQuery } from "./reply.ts";

/** Fixed, and of no interest to anybody: never an address that a request names. */
const HARMLESS = { fr: "https://meteofrance.com/", en: "https://www.bbc.co.uk/weather" } as const;

/**
 * Where one goes who must be gone at once. What a browser keeps of these pages is dropped on the way. Cookies of
 * others are left: somebody of the desk who follows a link here is not signed out by it.
 * Source: W3C Clear Site Data; GOV.UK Design System, "Exit a page quickly".
 */
export function exitRoute(publicUrl: string): Route {
  return route({
    id: "customer.exit",
    method: "GET",
    path: "/exit",
    audience: "public",
    summary: "Leaves for a harmless site, and has the browser drop what it kept of the customer's pages",
    query: pageQuery,
    answers: { 302: { contentType: "text/plain" } },
    act: async ({ language }) => ({
      status: 302,
      headers: {
        location: HARMLESS[language],
        "clear-site-data": '"cache", "storage"',
        "cache-control": "no-store",
        "set-cookie": clearCookie(publicUrl, FOLLOW_COOKIE),
      },
    }),
  });
}
