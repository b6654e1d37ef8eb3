import type { Log } from "../base/log.ts";
import { seal } from "../base/sealed.ts";
import { createMissions, readMissions } from "../missions/index.ts";
import type { MissionAnswer, MissionDeps } from "../missions/index.ts";
import { addNumbers, changeNumber, reportNumber } from "../numbers/index.ts";
import { putStaff } from "../people/index.ts";
import type { Store, Tx } from "../store/index.ts";

/** A small company that exists on this machine only. Every number is of a range kept for fiction. */
export const DEMO_STAFF = [
  { reference: "T-7", displayName: "Samir Belkacem", phone: "+33639980007", regime: "employee-fr" },
  { reference: "T-8", displayName: "Claire Morvan", phone: "+33639980008", regime: "employee-fr" },
] as const;

export const DEMO_CUSTOMERS = [
  {
    reference: "C-1042",
    displayName: "Léa Fontaine",
    phone: "+33639981042",
    address: "12 rue des Tilleuls, 69003 Lyon",
    accessNotes: "Portail vert, code 48B2, deuxième étage à gauche",
  },
  {
    reference: "C-1043",
    displayName: "Nour Haddad",
    phone: "+33639981043",
    address: "5 place du Marché, 35000 Rennes",
    accessNotes: "Interphone 12, escalier B",
  },
] as const;

const POOL = Array.from({ length: 24 }, (_, n) => `+339370000${String(n + 1).padStart(2, "0")}`);
/** Printed next to every masked number: whoever has no thread with the company reports here. */
export const DEMO_REPORT_NUMBER = "+33937000099";
const VISIT_MS = 2 * 60 * 60_000;
/** Demo missions that are looked at; a new one is made at a start that finds none open. */
const MAX_DEMO_MISSIONS = 500;

const references = Array.from({ length: MAX_DEMO_MISSIONS }, (_, n) => `DEMO-${n + 1}`);

/** The demo's missions, the latest first. */
export async function demoMissions(store: Store, deps: MissionDeps): Promise<readonly MissionAnswer[]> {
  const missions = await readMissions(store, deps, await store.now(), { references });
  return missions.toSorted((a, b) => references.indexOf(b.reference) - references.indexOf(a.reference));
}

/** Makes the demo company where it is missing, and one mission that is open now. */
export async function openDemo(store: Store, deps: MissionDeps, log: Log): Promise<void> {
  await store.transaction(setReportNumber);
  const missions = await demoMissions(store, deps);
  if (missions.some(({ status }) => status === "open")) return;
  if (missions.length === 0) await store.transaction((tx) => makeCompany(tx, deps));
  // Somebody may have tried SIGNALER: that pair stays cut, and the demo goes on with another one.
  for (const customer of DEMO_CUSTOMERS) {
    for (const staff of DEMO_STAFF) {
      const reference = references[missions.length] as string;
      const code = await store.transaction((tx) => openVisit(tx, deps, reference, staff.reference, customer));
      if (code === undefined) return;
      if (code !== "pair_cut") {
        log.warn("demo.no-mission", { code });
        return;
      }
    }
  }
}

/** Also in a demo that was made before there was such a number. */
async function setReportNumber(tx: Tx): Promise<void> {
  if ((await reportNumber(tx)) !== undefined) return;
  await addNumbers(tx, { numbers: [DEMO_REPORT_NUMBER], carrier: "simulator" });
  const set = await changeNumber(tx, DEMO_REPORT_NUMBER, { use: "report" });
  if ("refused" in set) throw new Error(`could not set the demo's number for reports aside: ${set.refused}`);
}

async function openVisit(
  tx: Tx,
  deps: MissionDeps,
  reference: string,
  staff: string,
  customer: (typeof DEMO_CUSTOMERS)[number],
): Promise<string | undefined> {
  const opensAt = tx.now.toISOString();
  const closesAt = new Date(tx.now.getTime() + VISIT_MS).toISOString();
  const [made] = await createMissions(tx, deps, [
    {
      reference,
      purpose: "home-intervention",
      opensAt,
      closesAt,
      customer: { ...customer, language: "fr" },
      staff: [staff],
    },
  ]);
  return made?.ok === false ? made.code : undefined;
}

async function makeCompany(tx: Tx, { vault }: MissionDeps): Promise<void> {
  await addNumbers(tx, { numbers: POOL, carrier: "simulator" });
  for (const { reference, displayName, phone, regime } of DEMO_STAFF) {
    await putStaff(tx, vault, {
      reference,
      displayName: seal(displayName),
      phone: seal(phone),
      regime,
      language: "fr",
    });
  }
}
