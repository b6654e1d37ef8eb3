import type { Log } from "../base/log.ts";
import { seal } from "../base/sealed.ts";
import { createMissions, readMissions } from "../missions/index.ts";
import type { MissionAnswer, MissionDeps } from "../missions/index.ts";
import { addNumbers } from "../numbers/index.ts";
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
] as const;

const POOL = Array.from({ length: 24 }, (_, n) => `+339370000${String(n + 1).padStart(2, "0")}`);
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
  const missions = await demoMissions(store, deps);
  if (missions.some(({ status }) => status === "open")) return;
  await store.transaction(async (tx) => {
    if (missions.length === 0) await makeCompany(tx, deps);
    const opensAt = tx.now.toISOString();
    const closesAt = new Date(tx.now.getTime() + VISIT_MS).toISOString();
    const [customer] = DEMO_CUSTOMERS;
    const [made] = await createMissions(tx, deps, [
      {
        reference: references[missions.length] as string,
        purpose: "home-intervention",
        opensAt,
        closesAt,
        customer: { ...customer, language: "fr" },
        staff: [DEMO_STAFF[0].reference],
      },
    ]);
    if (made?.ok !== true) log.warn("demo.no-mission", { code: made?.ok === false ? made.code : undefined });
  });
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
