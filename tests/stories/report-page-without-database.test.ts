/**
 * The permanent door is never closed: with PostgreSQL gone, `/report` and the door of a visit are open, what is sent is on
 * disk before its receipt is shown, and a program that was killed meanwhile files it before anything else flows.
 */
import { readFileSync, realpathSync, renameSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startProgram } from "../program.ts";
import { openProgram, Stranger, until } from "../surface/stranger.ts";

const stranger = await openProgram({ isEmbedded: true });
const { program } = stranger;

const get = (path: string, at = program) => fetch(at.url + path, { headers: { accept: "text/html" } });
const post = (path: string, fields: Record<string, string>, at = program) =>
  fetch(at.url + path, {
    method: "POST",
    redirect: "manual",
    headers: { accept: "text/html" },
    body: new URLSearchParams(fields),
  });
const formOf = (page: string) => /name="form" value="([^"]+)"/.exec(page)?.[1] ?? "";
const wordsOf = (page: string) =>
  [...(/<ol class="words">(.*?)<\/ol>/.exec(page)?.[1]?.matchAll(/<li>([a-z]+)<\/li>/g) ?? [])]
    .map(([, word]) => word)
    .join(" ");
const isReady = async (at: Stranger) => (await at.call("GET", "/healthz/ready")).status === 200;

/** The disk with the data goes away and the server dies with it. */
async function loseDatabase(): Promise<() => void> {
  const data = join(realpathSync(program.dataFolder), "postgres");
  const [pid] = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
  renameSync(data, `${data}.away`);
  process.kill(Number(pid), "SIGKILL");
  await until(
    () => isReady(stranger),
    (ready) => !ready,
  );
  return () => renameSync(`${data}.away`, data);
}

test("a report from the page is taken without the database, survives kill -9, and cuts before anything flows", {
  timeout: 120_000,
}, async () => {
  const [his, hers] = ["+33639982701", "+33639983701"];
  await stranger.staff("T-1", his);
  const mission = await stranger.mission({ phone: hers }, { staff: ["T-1"], closesAt: stranger.at(600) });
  const slip = JSON.stringify((await stranger.call("GET", `/v1/missions/${mission.id}/visit-slip`)).body);
  const [link = ""] = /\/v\/[\w-]{48}/.exec(slip) ?? [];
  const bringBackDisk = await loseDatabase();

  const door = await get("/report");
  expect(door.status).toBe(200);
  const receipts: string[] = [];
  for (const path of ["/report", `${link}/report`]) {
    const page = await get(path);
    expect(page.status).toBe(200);
    const form = formOf(await page.text());
    const taken = await post(path, { form, text: "Il a gardé mon numéro", what_message: "1" });
    expect(taken.status).toBe(200);
    const words = wordsOf(await taken.text());
    expect(words.split(" ")).toHaveLength(6);
    // The same form again is the same receipt.
    expect(wordsOf(await (await post(path, { form })).text())).toBe(words);
    receipts.push(words);
  }
  // All else says that it waits, and where the door is.
  for (const path of [link, "/n/+33937000001"]) {
    const answer = await get(path);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('href="/report"');
  }
  expect((await post("/follow", { words: receipts[0] ?? "" })).status).toBe(503);
  expect(program.output()).not.toContain("gardé mon numéro");

  await program.kill();
  bringBackDisk();
  const again = await startProgram({ dataFolder: program.dataFolder });
  try {
    const after = new Stranger(again);
    await until(
      () => isReady(after),
      (ready) => ready,
    );
    expect(await after.text(his, mission.lines[0].staffDials, "Allô")).toMatchObject({ code: "pair_cut" });
    for (const words of receipts) {
      const opened = await post("/follow", { words }, again);
      expect(opened.status).toBe(303);
      expect(opened.headers.get("set-cookie")).toContain("HttpOnly");
    }
  } finally {
    await again.stop();
  }
});
