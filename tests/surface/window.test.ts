/** Civil times of exports become instants: the night of a clock change, overseas territories, offsets without a colon. */
import { expect, test } from "vitest";
import { openProgram } from "./stranger.ts";

const stranger = await openProgram({ env: { PARAVENT_DEMO: "0" } });
for (const staff of ["T-7", "T-8", "T-21", "T-22", "UK-3", "UK-4"]) await stranger.staff(staff);

async function windowOf(mapping: string, csv: string, reference: string): Promise<string> {
  const { status, body } = await stranger.call("POST", `/v1/missions/import${mapping}`, csv);
  expect({ status, rejected: body.rejected }).toEqual({ status: 200, rejected: [] });
  const { body: found } = await stranger.call("GET", `/v1/missions?reference=${reference}`);
  const [{ opensAt, closesAt }] = found.items;
  return `${opensAt}/${closesAt}`;
}

let visits = 0;
/** Paris, one hour of padding before and half an hour after. */
async function inParis(start: string, end: string): Promise<string> {
  visits += 1;
  const header =
    "reference,scheduled_start_at,scheduled_end_at,address,assignee_email,status,customer.reference,customer.name";
  const visit = `P-${visits},${start},${end},12 rue Haute,samir.belkacem@example.org,pending,PC-1,Léa`;
  return windowOf("?mapping=cadulis", `${header}\n${visit}\n`, `P-${visits}`);
}

test.for([
  [
    "a day in winter",
    "2027-01-15 09:00:00",
    "2027-01-15 10:00:00",
    "2027-01-15T07:00:00.000Z/2027-01-15T09:30:00.000Z",
  ],
  [
    "a day in summer",
    "2027-07-15 09:00:00",
    "2027-07-15 10:00:00",
    "2027-07-15T06:00:00.000Z/2027-07-15T08:30:00.000Z",
  ],
  // 28 March 2027, 02:00 becomes 03:00: 02:30 never is. From its earlier reading to the end.
  [
    "02:30 in the night the hour is left out",
    "2027-03-28 02:30:00",
    "2027-03-28 03:30:00",
    "2027-03-27T23:30:00.000Z/2027-03-28T02:00:00.000Z",
  ],
  // 31 October 2027, 03:00 becomes 02:00: 02:30 is twice. From the first to the second.
  [
    "02:30 in the night the hour is lived twice",
    "2027-10-31 02:30:00",
    "2027-10-31 02:45:00",
    "2027-10-30T23:30:00.000Z/2027-10-31T02:15:00.000Z",
  ],
  [
    "across the change",
    "2027-03-28 01:00:00",
    "2027-03-28 05:00:00",
    "2027-03-27T23:00:00.000Z/2027-03-28T03:30:00.000Z",
  ],
  ["29 February", "2028-02-29 09:00:00", "2028-02-29 10:00:00", "2028-02-29T07:00:00.000Z/2028-02-29T09:30:00.000Z"],
  [
    "an instant with an offset",
    "2027-01-15T09:00:00+04:00",
    "2027-01-15T10:00:00+0400",
    "2027-01-15T04:00:00.000Z/2027-01-15T06:30:00.000Z",
  ],
] as const)("in Paris, %s", async ([, start, end, window]) => {
  expect(await inParis(start, end)).toBe(window);
});

test("in Guadeloupe no clock changes, and the day there is the day meant", async () => {
  const header =
    "Numéro d'intervention;N° client;Contact;Téléphone du contact;Adresse;Technicien;Date de début;Heure de début;Durée (h);Statut";
  const visit = (n: number, date: string, time: string) =>
    `GP-${n};RA-1;Maëva;0690 00 12 34;Rue;tech.pap1;${date};${time};1;Planifiée`;
  const at = (n: number, date: string, time: string) =>
    windowOf("?mapping=synchroteam", `${header}\n${visit(n, date, time)}\n`, `GP-${n}`);
  expect(await at(1, "28/03/2027", "2:30")).toBe("2027-03-28T05:30:00.000Z/2027-03-28T08:00:00.000Z");
  expect(await at(2, "31/12/2026", "22:30")).toBe("2027-01-01T01:30:00.000Z/2027-01-01T04:00:00.000Z");
});

test("in London an end before the start is on the next morning, also in the night of the change", async () => {
  const header = "Job number,Contact,Address,Start date,Start time,End time,Technician";
  const visit = "UK-1,Alice Ward,4 Mill Lane,27/03/2027,11:30 PM,2:30 AM,Priya Nair";
  // 180 minutes before, 30 after: an appointment. 02:30 BST is 01:30 UTC.
  expect(await windowOf("?mapping=verizon-connect", `${header}\n${visit}\n`, "UK-1")).toBe(
    "2027-03-27T20:30:00.000Z/2027-03-28T02:00:00.000Z",
  );
});

test("contact opens and closes at those instants", async () => {
  await stranger.numbers(["+33937003601", "+33937003602"]);
  await stranger.staff("T-7", "+33639983601");
  const header =
    "reference,purpose,opensAt,closesAt,graceMinutes,customer.reference,customer.displayName,customer.phone,staff";
  const [start, end] = [stranger.at(120), stranger.at(180)];
  const visit = `W-1,home-intervention,${start},${end},0,WC-1,Léa,+33639984601,T-7`;
  const [opensAt] = (await windowOf("", `${header}\n${visit}\n`, "W-1")).split("/");
  expect(opensAt).toBe(new Date(Date.parse(start) - 3_600_000).toISOString());
  const { body } = await stranger.call("GET", "/v1/missions?reference=W-1");
  const { staffDials } = body.items[0].lines[0];
  await stranger.advance(59);
  expect(await stranger.dial("+33639983601", staffDials)).toMatchObject({ code: "window_not_open" });
  await stranger.advance(2);
  expect(await stranger.dial("+33639983601", staffDials)).toMatchObject({ rings: "+33639984601" });
  await stranger.advance(60 + 60 + 30 - 3);
  expect(await stranger.dial("+33639983601", staffDials)).toMatchObject({ rings: "+33639984601" });
  await stranger.advance(3);
  expect(await stranger.dial("+33639983601", staffDials)).toMatchObject({ code: "window_closed" });
});
