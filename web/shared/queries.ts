import { QueryClient } from "@tanstack/react-query";

/** ms. Whoever comes back to a page within that sees what was there; after it, it is read again behind what is shown. */
const FRESH_MS = 10_000;
/** ms. What was read is dropped soon after its page is left: it is about people. */
const KEPT_MS = 60_000;

/** What was read from the server, in memory only. Calls are tried again by `Api`, and nowhere else. */
export function newQueries(): QueryClient {
  const queries = { staleTime: FRESH_MS, gcTime: KEPT_MS, retry: false, networkMode: "always" } as const;
  return new QueryClient({ defaultOptions: { queries, mutations: { retry: false, networkMode: "always" } } });
}
