/** Notes about a customer are for finding the door: an insult or a remark on her looks is not kept, by whatever way it comes. */
import { expect, test } from "vitest";
import { openProgram } from "./stranger.ts";

const stranger = await openProgram();
await stranger.staff("T-1", "+33639982001");

const UNFIT = "Cliente hystérique, grosse connasse, à éviter";
const FIT = "Code 12B40, sonner fort, chien gentil, gardien au 06 39 98 41 07";
let made = 0;
const request = (accessNotes: string) => {
  made += 1;
  return stranger.request({ phone: `+336399830${String(made).padStart(2, "0")}`, accessNotes });
};

test("a note that helps is kept; one that insults is refused, and nothing of it is", async () => {
  expect(await stranger.call("POST", "/v1/missions", request(FIT))).toMatchObject({ status: 201 });
  const body = request(UNFIT);
  const refused = await stranger.call("POST", "/v1/missions", body);
  expect(refused).toMatchObject({ status: 422, body: { code: "notes_screened" } });
  expect(JSON.stringify(refused.body)).not.toContain("connasse");
  expect((await stranger.call("GET", `/v1/missions?reference=${body.reference}`)).body.items).toEqual([]);
});

const COLUMNS =
  "reference;purpose;opensAt;closesAt;customer.reference;customer.displayName;customer.phone;customer.accessNotes;staff";
const [opensAt, closesAt] = [stranger.at(-10), stranger.at(60)];
const importRows = (...rows: readonly (readonly [n: number, notes: string])[]) => {
  const lines = rows.map(([n, notes]) =>
    [`I-${n}`, "home-intervention", opensAt, closesAt, `CI-${n}`, "Léa", `+3363998309${n}`, notes, "T-1"].join(";"),
  );
  return stranger.call("POST", "/v1/missions/import", [COLUMNS, ...lines].join("\n"));
};

test("a row of an import is rejected, its field named, and the others go in", async () => {
  expect(await importRows([0, FIT], [1, UNFIT])).toMatchObject({
    status: 200,
    body: { accepted: 1, rejected: [{ line: 3, field: "customer.accessNotes", code: "notes_screened" }] },
  });
});

test("a later export cannot change a note for the worse", async () => {
  await importRows([2, FIT]);
  expect(await importRows([2, UNFIT])).toMatchObject({ body: { rejected: [{ code: "notes_screened" }] } });
  const [mission] = (await stranger.call("GET", "/v1/missions?reference=I-2")).body.items;
  await stranger.act(mission, "on-my-way", { staff: "T-1" });
  const ask = { staff: "T-1", what: "accessNotes" };
  const shown = await stranger.call("POST", `/v1/missions/${mission.id}/disclosures`, ask);
  expect(shown.body.accessNotes).toBe(FIT);
});
