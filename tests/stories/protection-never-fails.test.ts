/**
 * Contact fails closed, protection never does: with PostgreSQL gone, words, answers and texts to the report number are
 * taken on disk, answered by the carrier alone with the receipt that stays theirs, and filed once when it is back, also
 * by a program that was killed meanwhile.
 */
import { readFileSync, realpathSync, renameSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import { SUPERUSER } from "../../src/store/engine/postmaster.ts";
import { parseReceipt } from "../../src/base/receipt.ts";
import { startProgram } from "../program.ts";
import { openProgram, Stranger, until } from "../surface/stranger.ts";

const REPORTS = "+33937000099";
const stranger = await openProgram({ isEmbedded: true });
const { program } = stranger;

async function meet(n: number) {
  const [his, hers] = [`+3363998260${n}`, `+3363998360${n}`];
  await stranger.staff(`T-${n}`, his);
  const mission = await stranger.mission({ phone: hers }, { staff: [`T-${n}`], closesAt: stranger.at(600) });
  return { his, hers, mission, line: mission.lines[0] };
}

async function isReady(at: Stranger): Promise<boolean> {
  return (await at.call("GET", "/healthz/ready")).status === 200;
}

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

const send = (from: string, to: string, text: string) => stranger.text(from, to, text);
const taken = { outcome: "intercepted" };

function textsOn(phone: string, count: number, at = stranger): Promise<readonly string[]> {
  return until(
    () => at.textsOn(phone),
    (texts) => texts.length >= count,
  );
}

const receiptIn = (text = "") => parseReceipt(/: ([a-z]+(?: [a-z]+){5})\./.exec(text)?.[1] ?? "");

/** What the room that handles reports finds. */
async function signals(): Promise<readonly { word: string; choice: number | null; adds_to: string | null }[]> {
  const [socket = ""] = readFileSync(join(realpathSync(program.dataFolder), "postgres/postmaster.pid"), "utf8")
    .split("\n")
    .slice(4);
  const client = new pg.Client({ host: socket, user: SUPERUSER, database: "paravent" });
  await client.connect();
  try {
    const { rows } = await client.query<{ word: string; choice: number | null; adds_to: string | null }>(
      "select word, choice, adds_to from relay.signal order by at, signal_id",
    );
    return rows;
  } finally {
    await client.end();
  }
}

test("with the database gone everything she says is answered, and filed once when it is back", async () => {
  const [cut, helped, spared] = [await meet(1), await meet(2), await meet(3)];
  const [unknown, long] = ["+33639986611", "+33639986612"];
  const bringBackDisk = await loseDatabase();

  expect(await send(cut.hers, cut.line.customerDials, "SIGNALER")).toMatchObject(taken);
  const [report = ""] = await textsOn(cut.hers, 1);
  expect(receiptIn(report)).toBeDefined();
  expect(await send(cut.hers, cut.line.customerDials, "5")).toMatchObject(taken);
  expect((await textsOn(cut.hers, 2))[1]).toMatch(/^En danger : appelez le 17/);

  expect(await send(helped.hers, helped.line.customerDials, "AIDE")).toMatchObject(taken);
  expect(await textsOn(helped.hers, 1)).toEqual([expect.stringContaining("Répondez 1 ou 2")]);
  expect(await send(helped.hers, helped.line.customerDials, "2")).toMatchObject(taken);
  expect(receiptIn((await textsOn(helped.hers, 2))[1])).toBeDefined();

  expect(await send(unknown, REPORTS, "Il m'a écrit sur mon numéro")).toMatchObject(taken);
  expect(receiptIn((await textsOn(unknown, 1))[0])).toBeDefined();
  expect(await send(unknown, REPORTS, "Voici son message : salut toi")).toMatchObject(taken);
  expect((await textsOn(unknown, 2))[1]).toContain("Ajouté");
  expect(await stranger.dial("+33639986613", REPORTS)).toMatchObject(taken);
  expect((await textsOn("+33639986613", 1))[0]).toContain("Votre appel est noté");
  // What a network carries in parts is taken in parts.
  await stranger.call("POST", "/simulator/messages", { from: long, to: REPORTS, text: "mot ".repeat(120) });
  const [whole = ""] = await textsOn(long, 1);
  expect(receiptIn(whole)).toBeDefined();

  // A digit that answers nothing is contact, and waits.
  const digit = { from: spared.hers, to: spared.line.customerDials, text: "2" };
  expect(await stranger.call("POST", "/simulator/messages", digit)).toMatchObject({ status: 503 });

  bringBackDisk();
  await until(
    () => isReady(stranger),
    (ready) => ready,
  );
  expect(await stranger.text(cut.his, cut.line.staffDials, "Allô")).toMatchObject({ code: "pair_cut" });
  expect(await stranger.text(helped.his, helped.line.staffDials, "Allô")).toMatchObject({ code: "pair_cut" });
  expect(await stranger.write(spared.his, spared.line.staffDials, "Bonsoir")).toMatchObject({ outcome: "delivered" });
  await stranger.quiet();
  for (const [phone, count] of [
    [cut.hers, 2],
    [helped.hers, 2],
    [unknown, 2],
    ["+33639986613", 1],
    [long, 1],
  ] as const) {
    expect(await stranger.textsOn(phone), phone).toHaveLength(count);
  }
  expect((await signals()).map(({ word, choice, adds_to }) => [word, choice, adds_to !== null])).toEqual([
    ["report", null, false],
    ["answer", 5, true],
    ["help", null, false],
    ["report", null, false],
    ["written", null, false],
    ["written", null, true],
    ["called", null, false],
    ["written", null, false],
  ]);
  // What she sends now belongs to what she was answered without the database.
  expect(await send(unknown, REPORTS, "Et encore ceci")).toMatchObject(taken);
  expect((await signals()).at(-1)).toMatchObject({
    word: "written",
    adds_to: expect.stringMatching(/^att_/) as string,
  });
});

test("a kill while the database is gone loses nothing, and nobody is told twice", async () => {
  const cut = await meet(4);
  const phone = "+33639986621";
  const before = (await signals()).length;
  const bringBackDisk = await loseDatabase();
  expect(await send(cut.hers, cut.line.customerDials, "SIGNALER")).toMatchObject(taken);
  expect(await send(phone, REPORTS, "Je veux signaler un message")).toMatchObject(taken);
  const told = [await textsOn(cut.hers, 1), await textsOn(phone, 1)];
  await program.kill();
  bringBackDisk();

  const port = Number(new URL(program.url).port);
  const again = await startProgram({ dataFolder: program.dataFolder, port });
  try {
    const later = new Stranger(again);
    expect(await later.text(cut.his, cut.line.staffDials, "Allô")).toMatchObject({ code: "pair_cut" });
    await later.quiet();
    expect([await later.textsOn(cut.hers), await later.textsOn(phone)]).toEqual(told);
    expect((await signals()).slice(before).map(({ word }) => word)).toEqual(["report", "written"]);
    // What comes next from that phone is added to the report whose receipt it has.
    expect(await later.text(phone, REPORTS, "Voici le message")).toMatchObject(taken);
    expect((await textsOn(phone, 2, later))[1]).toContain("Ajouté");
  } finally {
    await again.stop();
  }
});
