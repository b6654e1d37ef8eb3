import type { Stranger } from "./stranger.ts";

/** Six words, as they stand in a text or an answer. */
export const SIX_WORDS = /\b((?:[a-z]{3,10} ){5}[a-z]{3,10})\b/;

/** The page of a follow-up in French, as a browser without scripts comes to it with six words. */
export async function openFollowUp({ program }: Stranger, words: string): Promise<string> {
  const asked = { method: "POST", redirect: "manual", body: new URLSearchParams({ words }) } as const;
  const opened = await fetch(`${program.url}/follow?lang=fr`, asked);
  const cookie = opened.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return (await fetch(`${program.url}/follow?lang=fr`, { headers: { cookie } })).text();
}
