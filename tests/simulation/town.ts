import { Simulator } from "../../src/carriers/simulator/index.ts";
import { HIDDEN } from "../../src/carriers/simulator/index.ts";
import type { HandsetMessage } from "../../src/carriers/simulator/handsets.ts";
import type { MissionId } from "../../src/base/ids.ts";
import { seal } from "../../src/base/sealed.ts";
import { changeMission } from "../../src/missions/change-mission.ts";
import { cancelMission, closeMission, reopenMission } from "../../src/missions/close-mission.ts";
import type { MissionAnswer } from "../../src/missions/index.ts";
import { createMissions, moveStaffLines, readMissions } from "../../src/missions/index.ts";
import { setOff } from "../../src/missions/set-off.ts";
import { putStaff } from "../../src/people/index.ts";
import { disclose } from "../../src/relay/disclose.ts";
import type { Relay } from "../../src/relay/index.ts";
import type { Suspension } from "../check-house/history.ts";
import { checkHouse } from "../check-house.ts";
import { FakeCarrier } from "../fake-carrier.ts";
import type { House } from "../house.ts";
import { customerPhone, MAKE_DUE, openHouse, staffPhone } from "../house.ts";
import type { Random } from "../seed.ts";
import { pick, seeded } from "../seed.ts";

const STAFF = 8;
const CUSTOMERS = 12;
/** So few that some must share a number and use the mission's code. */
const NUMBERS = 5;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const STRANGER = "+33639986000";
const SENTENCES = ["j'arrive", "le code est 12345678 ?", "merci", "12345678 oui", "a".repeat(500), "é".repeat(200)];
const WORDS = ["SIGNALER", "stop", "Stop.", "start", "alerte", "AIDE", "1", "2", "3.", "5"];
const PURPOSES = ["home-intervention", "ride", "delivery", "message-proxy"] as const;

/** What happens at random in a company with a few people, few numbers and a simulated network. */
export class Town {
  readonly counts = new Map<string, number>();
  readonly #house: House;
  readonly #random: Random;
  readonly #isQuiet: boolean;
  readonly #network: Simulator;
  readonly #journal: HandsetMessage[] = [];
  readonly #said = new Map<string, string>();
  readonly #sent: { readonly id: string; readonly from: string; readonly to: string; readonly text: string }[] = [];
  readonly #missions: MissionId[] = [];
  /** Whom somebody could once dial, and may have kept in their phone. */
  readonly #kept: { readonly from: string; readonly to: string | null }[] = [];
  readonly #suspensions: (Suspension & { until?: Date })[] = [];
  readonly #phoneOfStaff = new Map<string, number>();
  #known: readonly MissionAnswer[] = [];
  #relay: Relay;
  #messages = 0;

  private constructor(house: House, random: Random, isQuiet: boolean) {
    this.#house = house;
    this.#random = random;
    this.#isQuiet = isQuiet;
    this.#network = new Simulator({ dataFolder: house.folder, now: () => house.store.now() });
    this.#network.onMessage((message) => this.#journal.push(message));
    this.#relay = this.#newRelay();
  }

  /** Quiet: nobody acts while texts are handed over, so that more can be checked afterwards. */
  static async open(seed: number, { isQuiet }: { readonly isQuiet: boolean }): Promise<Town> {
    const carrier = new FakeCarrier({ name: "simulator" });
    return new Town(await openHouse({ carrier, staff: STAFF, numbers: NUMBERS }), seeded(seed), isQuiet);
  }

  async close(): Promise<void> {
    await this.#relay.stop();
    await this.#house.close();
  }

  /** Some steps, one by one or a few at once, and then a look at the whole house. */
  async live(steps: number): Promise<void> {
    for (let left = steps; left > 0; ) {
      const atOnce = this.#isQuiet ? 1 : Math.min(left, 1 + Math.floor(this.#random() * 4));
      await Promise.all(Array.from({ length: atOnce }, () => this.#step()));
      left -= atOnce;
      if (this.#isQuiet) await this.#settle();
    }
    await this.#settle();
    const check = { journal: this.#journal, said: this.#said, isQuiet: this.#isQuiet };
    await checkHouse(this.#house.store, { ...check, suspensions: this.#suspensions });
  }

  async #settle(): Promise<void> {
    const { owner } = this.#house;
    for (;;) {
      await owner.query(MAKE_DUE);
      const { rowCount } = await owner.query(
        "select from store.outbox where state in ('queued', 'handing_over') limit 1",
      );
      if (rowCount === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  #newRelay(): Relay {
    const relay = this.#house.anotherRelay({ carriers: [this.#network] });
    this.#network.connect(relay);
    relay.start();
    return relay;
  }

  #step(): Promise<unknown> {
    const die = this.#random();
    if (this.#known.length === 0 || die < 0.12) return this.#openMission();
    if (die < 0.54) return this.#write();
    if (die < 0.64) return this.#dial();
    if (die < 0.76) return this.#desk();
    if (die < 0.83) return this.#door();
    if (die < 0.9) return this.#clock();
    if (die < 0.92) return this.#standing();
    if (die < 0.94) return this.#newPhone();
    if (die < 0.96) return this.#restart();
    return this.#relay.keepHouse();
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  async #openMission(): Promise<void> {
    const { store, deps } = this.#house;
    const now = (await store.now()).getTime();
    const opensAt = now + Math.floor((this.#random() - 0.7) * 2 * HOUR_MS);
    const customer = Math.floor(this.#random() * CUSTOMERS);
    const staff = new Set([this.#staff(), ...(this.#chance(0.3) ? [this.#staff()] : [])]);
    const [made] = await store.transaction((tx) =>
      createMissions(tx, deps, [
        {
          reference: `S-${this.#messages++}`,
          purpose: pick(this.#random, PURPOSES),
          opensAt: new Date(opensAt).toISOString(),
          closesAt: new Date(opensAt + Math.ceil(this.#random() * 3 * HOUR_MS)).toISOString(),
          ...(this.#chance(0.15) ? { channels: ["call" as const] } : {}),
          ...(this.#chance(0.3) ? { graceMinutes: 0 } : {}),
          customer: {
            reference: `C-${customer}`,
            displayName: `Customer ${customer}`,
            // Two customers in one household answer the same phone; some gave none.
            ...(this.#chance(0.9) ? { phone: customerPhone(customer === 1 ? 0 : customer) } : {}),
            address: "12 rue des Tilleuls, Lyon",
            accessNotes: "code 48B2",
            language: pick(this.#random, ["fr", "en"] as const),
          },
          staff: [...staff],
        },
      ]),
    );
    this.#count(made?.ok === true ? "mission" : `mission ${made?.code}`);
    if (made?.ok === true) this.#missions.push(made.id);
    await this.#look();
  }

  /** Numbers and codes as the company reads them today. */
  async #look(): Promise<void> {
    const { store, deps } = this.#house;
    const read = await readMissions(store, deps, await store.now(), { ids: this.#missions });
    this.#known = read.toSorted(
      (a, b) => this.#missions.indexOf(a.id as MissionId) - this.#missions.indexOf(b.id as MissionId),
    );
  }

  #staff(): string {
    return `T-${1 + Math.floor(this.#random() * STAFF)}`;
  }

  #staffPhone(reference: string): string {
    return staffPhone(this.#phoneOfStaff.get(reference) ?? Number(reference.slice(2)));
  }

  /** Somebody with a phone, and a number they might dial. */
  #caller(): { readonly from: string; readonly to: string; readonly code: string } {
    // The latest are those that are open; the others are tried too.
    const mission = pick(this.#random, this.#chance(0.7) ? this.#known.slice(-8) : this.#known);
    const line = pick(this.#random, mission.lines);
    const customer = Number(mission.customer.reference.slice(2));
    const ends = [
      { from: this.#staffPhone(line.staff), to: line.staffDials },
      { from: customerPhone(customer === 1 ? 0 : customer), to: line.customerDials },
    ] as const;
    const now = pick(this.#random, ends);
    this.#kept.push(now);
    const { from, to } = this.#chance(0.15) ? pick(this.#random, this.#kept) : now;
    const other = this.#chance(0.1) ? pick(this.#random, [STRANGER, HIDDEN, this.#staffPhone(this.#staff())]) : from;
    return { from: other, to: to ?? "+33937009999", code: this.#chance(0.9) ? line.code : "00000000" };
  }

  async #write(): Promise<void> {
    const { from, to, code } = this.#caller();
    const again = this.#sent.length > 0 && this.#chance(0.1);
    const words = this.#chance(0.12) ? pick(this.#random, WORDS) : pick(this.#random, SENTENCES);
    const text = this.#chance(0.25) ? `${code} ${words}` : words;
    const message = again ? pick(this.#random, this.#sent) : { id: `sms-${this.#messages++}`, from, to, text };
    const received = await this.#network.write(message);
    if (!again) this.#sent.push(message);
    if (!("attemptId" in received)) throw new Error("a text is left waiting for a part of itself");
    // With a code in front the word behind it is what was said.
    this.#said.set(received.attemptId, message.text.replace(/^\d{8} /, ""));
    this.#count(`text ${received.code ?? received.outcome}`);
  }

  async #dial(): Promise<void> {
    const { from, to, code } = this.#caller();
    const keys = this.#chance(0.3) ? code : undefined;
    const { decided } = await this.#network.dial({ id: `call-${this.#messages++}`, from, to, keys });
    this.#count(`call ${decided.code ?? decided.outcome}`);
  }

  async #desk(): Promise<void> {
    const { store, deps } = this.#house;
    const { id } = pick(this.#random, this.#chance(0.7) ? this.#known.slice(-8) : this.#known);
    const mission = id as MissionId;
    const now = (await store.now()).getTime();
    const ahead = new Date(now + Math.ceil(this.#random() * 3 * HOUR_MS));
    const grace = this.#chance(0.5) ? { graceMinutes: 0 } : {};
    const customer = Math.floor(this.#random() * CUSTOMERS);
    const acts = {
      close: () => store.transaction((tx) => closeMission(tx, deps, mission, grace)),
      reopen: () => store.transaction((tx) => reopenMission(tx, deps, mission, { reason: "again", closesAt: ahead })),
      cancel: () => store.transaction((tx) => cancelMission(tx, deps, mission, {})),
      reschedule: () => store.transaction((tx) => changeMission(tx, deps, mission, { closesAt: ahead })),
      reassign: () => store.transaction((tx) => changeMission(tx, deps, mission, { staff: [this.#staff()] })),
      correct: () =>
        store.transaction((tx) =>
          changeMission(tx, deps, mission, { customer: { phone: customerPhone(50 + customer) } }),
        ),
    };
    const act = pick(this.#random, [
      "close",
      "close",
      "reopen",
      "reopen",
      "cancel",
      "reschedule",
      "reassign",
      "correct",
    ] as const);
    const result = await acts[act]();
    this.#count(result.ok ? act : `${act} ${result.code}`);
    await this.#look();
  }

  async #door(): Promise<void> {
    const { store, vault } = this.#house;
    const { id, lines } = pick(this.#random, this.#known);
    const mission = id as MissionId;
    const staff = this.#chance(0.8) ? (lines[0]?.staff ?? this.#staff()) : this.#staff();
    if (this.#chance(0.4)) {
      const result = await store.transaction((tx) => setOff(tx, mission, staff));
      this.#count(result.ok ? "set off" : `set off ${result.code}`);
    }
    const what = pick(this.#random, ["address", "accessNotes"] as const);
    const shown = await store.transaction((tx) => disclose(tx, vault, { mission, staff, what }));
    this.#count(shown.ok ? "disclosed" : `disclosure ${shown.code}`);
  }

  async #clock(): Promise<void> {
    const die = this.#random();
    const ms = die < 0.8 ? this.#random() * 30 * MINUTE_MS : die < 0.97 ? this.#random() * 5 * HOUR_MS : 9 * DAY_MS;
    await this.#house.advance(Math.ceil(ms));
  }

  /** There is no act for it yet: whoever suspends writes the row, and the gate reads it at the next message. */
  async #standing(): Promise<void> {
    if (!this.#isQuiet) return;
    const { owner, store } = this.#house;
    const reference = this.#staff();
    const { rows } = await owner.query<{ staff_id: string; standing: string }>(
      `update people.staff set standing = case standing when 'active' then 'suspended' else 'active' end
       where reference = $1 returning staff_id, standing`,
      [reference],
    );
    const { staff_id: staff, standing } = rows[0] as { staff_id: string; standing: string };
    const now = await store.now();
    const open = this.#suspensions.find((one) => one.staff === staff && one.until === undefined);
    if (standing === "suspended") this.#suspensions.push({ staff, from: now });
    else if (open !== undefined) open.until = new Date(now.getTime() - 1_000);
    this.#count(standing);
  }

  async #newPhone(): Promise<void> {
    const { store, vault, deps } = this.#house;
    const reference = this.#staff();
    const phone = 100 + Math.floor(this.#random() * 50);
    const who = { reference, displayName: seal("Somebody"), phone: seal(staffPhone(phone)) };
    await store.transaction(async (tx) => {
      const put = await putStaff(tx, vault, { ...who, regime: "generic", language: "fr" });
      if (put.ok && put.hasMoved) await moveStaffLines(tx, deps, put.member.id, reference);
    });
    this.#phoneOfStaff.set(reference, phone);
    this.#count("new phone");
    await this.#look();
  }

  async #restart(): Promise<void> {
    if (!this.#isQuiet) return;
    await this.#relay.stop();
    this.#relay = this.#newRelay();
    this.#count("restart");
  }
}
