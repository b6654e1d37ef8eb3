import type { KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import type { Config } from "../base/config.ts";
import type { StaffId } from "../base/ids.ts";
import type { Log } from "../base/log.ts";
import { errorFields } from "../base/log.ts";
import type { Route } from "../base/route.ts";
import type { Activations } from "../charter/index.ts";
import { calendarAt } from "../charter/index.ts";
import { charterRoutes } from "../charter/http.ts";
import { Simulator, simulatorRoutes } from "../carriers/index.ts";
import {
  buildServer,
  customerRoutes,
  deskHomeRoutes,
  healthRoutes,
  mountDocuments,
  mountPhonesEvents,
  mountPages,
  openApi,
  openMetrics,
  phonesRoutes,
  problemPageFor,
} from "../doors/index.ts";
import type { MissionDeps } from "../missions/index.ts";
import { describeStaff, loadPurposes, moveStaffLines } from "../missions/index.ts";
import { missionRoutes } from "../missions/http.ts";
import { numbersRoutes } from "../numbers/http.ts";
import { refreshUse } from "../numbers/index.ts";
import type { SignInDeps } from "../people/index.ts";
import {
  forgetSignIns,
  isNearStaff,
  MACHINE_SCOPES,
  MachineKeys,
  Passwords,
  registerMachineKey,
  Sessions,
  siteOf,
} from "../people/index.ts";
import { accountRoutes, peopleRoutes } from "../people/http.ts";
import { ledgerRoutes } from "../ledger/http.ts";
import type { Sequencer } from "../ledger/index.ts";
import { Cosigners, keepLedger, openSequencer } from "../ledger/index.ts";
import type { GateLimits } from "../relay/index.ts";
import { HttpScorer, Relay } from "../relay/index.ts";
import { relayRoutes } from "../relay/http.ts";
import { reportRoutes } from "../reports/http.ts";
import type { CasesDeps } from "../cases/index.ts";
import { Cases } from "../cases/index.ts";
import { caseRoutes } from "../cases/http.ts";
import type { ReportDeps } from "../reports/index.ts";
import { ReportDesk, ReportSpool } from "../reports/index.ts";
import { screeningRoutes } from "../screening/http.ts";
import type { Engine, Tx } from "../store/index.ts";
import { eraseOldKeys, EngineRefused, migrate, MigrationRefused, openEngine, Store } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { createKeyFile, openKeyFile, openVault } from "../vault/index.ts";
import { DEMO_CUSTOMERS, DEMO_STAFF, demoMissions, openDemo } from "./demo.ts";
import { openScreening } from "./open-screening.ts";
import type { Attestors } from "./read-attestors.ts";
import { readAttestors } from "./read-attestors.ts";
import { readOidc } from "./read-oidc.ts";
import { staffCodeSender } from "./send-staff-code.ts";

export type Program = { readonly url: string; readonly engine: Engine; stop(): Promise<void> };
export type Started =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly refusal: string };

/** What a measurement may set that an operator may not. */
export type StartOverrides = { readonly gate?: Partial<GateLimits> };

/** Work that keeps the house in order. Real time: none of it decides anything. */
const CHORES_MS = 60_000;

/** How long answers under way may take at a stop. */
const CLOSE_LIMIT_MS = 3_000;

/** What is to be ended, in the reverse order in which it was begun. */
type Closers = (() => Promise<void>)[];

/** Starts everything, or says in one sentence why not and leaves nothing running. */
export async function startProgram(config: Config, log: Log, overrides: StartOverrides = {}): Promise<Started> {
  const outside = readAttestors(config);
  if (!outside.ok) return { ok: false, refusal: outside.refusal };
  const oidc = readOidc(config);
  if (!oidc.ok) return oidc;
  const closers: Closers = [];
  const stop = async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    const { dataFolder: dataDir, databaseUrl } = config;
    const engine = await openEngine({ dataDir, databaseUrl, report: ({ event }) => log.warn(`engine.${event}`) });
    closers.push(() => engine.stop());
    await migrate(engine.connection());
    const store = new Store(engine.connection());
    closers.push(() => store.close());
    const opened = await openRooms(config, log, store, overrides, closers);
    if (typeof opened === "string") {
      await stop();
      return { ok: false, refusal: opened };
    }
    const rooms = { ...opened, oidc: oidc.provider };
    openHousekeeping(rooms, log, outside.attestors, closers);
    const url = await openDoors(config, log, rooms, closers);
    return { ok: true, program: { url, engine, stop } };
  } catch (error) {
    log.error("start.failed", errorFields(error));
    await stop();
    const refusal = explain(config, error);
    if (refusal === undefined) throw error;
    return { ok: false, refusal };
  }
}

function explain({ port, host }: Config, error: unknown): string | undefined {
  if (error instanceof EngineRefused) return error.refusal.detail;
  if (error instanceof MigrationRefused) return error.message;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return `port ${port} of ${host} is taken: set PORT to another one, or stop what uses it`;
  if (code === "EACCES") return `port ${port} of ${host} may not be opened by this user: set PORT above 1023`;
  return undefined;
}

type Rooms = {
  readonly store: Store;
  readonly deps: MissionDeps;
  readonly activations: Activations;
  readonly simulator: Simulator;
  readonly sequencer: Sequencer;
  readonly relay: Relay;
  readonly reports: { readonly deps: ReportDeps; readonly spool: ReportSpool };
  readonly cases: CasesDeps;
  readonly oidc: SignInDeps["oidc"];
};

async function openRooms(
  config: Config,
  log: Log,
  store: Store,
  overrides: StartOverrides,
  closers: Closers,
): Promise<Omit<Rooms, "oidc"> | string> {
  const keys = await openKeysOf(config, store, log);
  if (typeof keys === "string") return keys;
  const { vault, ledgerKey } = keys;
  if (config.apiKey !== undefined) {
    const key = { name: "PARAVENT_API_KEY", secret: config.apiKey, scopes: MACHINE_SCOPES };
    const registered = await store.transaction((tx) => registerMachineKey(tx, key));
    if (!registered.ok) return `PARAVENT_API_KEY was refused: ${registered.code}`;
  }
  const { activations, screener } = await openScreening(store, config, log);
  const deps = { vault, purposes: await loadPurposes(store), screener, calendar: calendarAt(config.place) };
  const sequencer = openSequencer({ store, log, ...config, ledgerKey });
  closers.push(() => sequencer.stop());
  const simulator = new Simulator({ dataFolder: config.dataFolder, now: () => store.now() });
  const spoolFolder = join(config.dataFolder, "spool");
  const limits = overrides.gate ?? {};
  const isLedgerSound = () => sequencer.refusals.size === 0;
  const scorer = config.scorerUrl === undefined ? undefined : new HttpScorer(config.scorerUrl, log);
  const { publicUrl } = config;
  const reportDeps = { store, vault, log, publicUrl };
  const reports = { deps: reportDeps, spool: new ReportSpool(spoolFolder, reportDeps) };
  const furtherSpools = [reports.spool];
  const parts = { store, deps, log, carriers: [simulator], publicUrl, spoolFolder, limits, scorer, isLedgerSound };
  const relay = new Relay({ ...parts, furtherSpools });
  simulator.connect(relay);
  if (config.isDemo) await openDemo(store, deps, log);
  await sequencer.start();
  await relay.refreshNumbers();
  relay.start();
  closers.push(() => relay.stop());
  const cases = { store, vault, calendar: deps.calendar, reports: reportDeps };
  openDesk(cases, log, activations, closers);
  return { store, deps, activations, simulator, sequencer, relay, reports, cases };
}

/** What happens to reports and cases by itself. */
function openDesk(deps: CasesDeps, log: Log, activations: Activations, closers: Closers): void {
  const cases = new Cases({ deps, log, isWatchingOn: () => activations.isOn("cut-attempt-alerts") });
  cases.start();
  closers.push(() => cases.stop());
  const desk = new ReportDesk(deps.reports, async () => cases.wake());
  desk.start();
  closers.push(() => desk.stop());
}

/** Work that nobody waits for. */
function openHousekeeping(rooms: Rooms, log: Log, { policy, authority }: Attestors, closers: Closers): void {
  const { store } = rooms;
  const end = new AbortController();
  let keeping: Promise<void> | undefined;
  const keep = () => {
    // One that takes long is not begun twice.
    keeping ??= keepLedger({ store, log, authority, signal: end.signal }).finally(() => {
      keeping = undefined;
    });
  };
  keep();
  const chores = setInterval(() => {
    void doChores(rooms, log);
    keep();
  }, CHORES_MS);
  closers.push(async () => {
    clearInterval(chores);
    end.abort();
    await keeping;
  });
  if (policy === undefined) return;
  const cosigners = new Cosigners({ store, policy, log });
  cosigners.start();
  closers.push(() => cosigners.stop());
}

type Keys = { readonly vault: Vault; readonly ledgerKey: KeyObject };

async function openKeysOf(config: Config, store: Store, log: Log): Promise<Keys | string> {
  const path = config.keyFile ?? join(config.dataFolder, "demo-key.json");
  // Only the demo's key is made by itself: a company's is made by somebody who also keeps a copy of it.
  if (config.keyFile === undefined && !existsSync(path)) createKeyFile(path, { isDemo: true, now: await store.now() });
  const file = openKeyFile(path);
  if (!file.ok) return `the key file ${path} was refused: ${file.code}`;
  const opened = await openVault({ store, provider: file.provider, isProduction: config.isProduction, log });
  if (!opened.ok) return `the key file ${path} was refused: ${opened.code}`;
  return { vault: opened.vault, ledgerKey: file.ledgerKey };
}

async function openDoors(config: Config, log: Log, rooms: Rooms, closers: Closers): Promise<string> {
  const { store, deps, simulator, sequencer, relay, reports } = rooms;
  const { vault } = deps;
  const { publicUrl, trustedProxies, company, zone } = config;
  const pages = { publicUrl, company, zone };
  const native = nativeRoutes(config, log, rooms);
  const cast = { staff: DEMO_STAFF, customers: DEMO_CUSTOMERS, missions: () => demoMissions(store, deps) };
  const phones = { store, simulator, cast };
  const routes = [
    ...healthRoutes({ store, relay, screener: deps.screener }),
    ...native,
    ...customerRoutes({ ...pages, store, deps, relay, reportSpool: reports.spool, log }),
    ...simulatorRoutes(simulator, store),
    ...(config.isDemo ? phonesRoutes(phones, native) : []),
  ];
  const metrics = openMetrics({
    store,
    relay,
    sequencer,
    hasWitnesses: config.witnessPolicy !== undefined,
    hasAuthority: config.tsaUrl !== undefined,
  });
  const who = { keys: new MachineKeys(store), sessions: new Sessions(store), publicUrl, trustedProxies };
  const problemPage = problemPageFor(pages);
  const server = buildServer({ store, vault, log, metrics, problemPage, ...who }, routes);
  mountDocuments(server, openApi(routes, config.publicUrl), metrics);
  await mountPages(server, config);
  if (config.isDemo) mountPhonesEvents(server, phones);
  const url = await server.listen({ port: config.port, host: config.host });
  closers.push(() => closeServer(server));
  return url;
}

/** Waits for answers under way; a client that only holds a connection open is not waited for. */
async function closeServer(server: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => server.server.closeAllConnections(), CLOSE_LIMIT_MS);
  await server.close();
  clearTimeout(timer);
}

function nativeRoutes(config: Config, log: Log, rooms: Rooms): readonly Route[] {
  const { store, deps, activations, simulator, sequencer, relay, reports, cases, oidc } = rooms;
  const { vault } = deps;
  const { publicUrl, company, zone } = config;
  const mappingsFolder = join(config.dataFolder, "mappings");
  const onStaffMoved = (tx: Tx, staff: StaffId, reference: string) => moveStaffLines(tx, deps, staff, reference);
  const describe = async (staff: readonly StaffId[]) => describeStaff(store, deps, staff, await store.now());
  const refused = () => sequencer.refusals.keys();
  const signIn = { store, vault, publicUrl, oidc, passwords: new Passwords(), site: siteOf(publicUrl) };
  return [
    ...peopleRoutes({ store, vault, onStaffMoved, describeStaff: describe }),
    ...accountRoutes({ ...signIn, sendCode: staffCodeSender(vault, log) }),
    ...numbersRoutes({ store, carriers: [simulator.name], onNumbersChanged: () => relay.refreshNumbers() }),
    ...missionRoutes({ ...deps, store, mappingsFolder }),
    ...relayRoutes({ store, vault, publicUrl, company, zone }),
    ...reportRoutes(reports.deps),
    ...caseRoutes(cases),
    ...charterRoutes({ store, activations, calendar: deps.calendar }),
    ...deskHomeRoutes({
      store,
      deps,
      cases,
      refused,
      hasWitnesses: config.witnessPolicy !== undefined,
      hasAuthority: config.tsaUrl !== undefined,
    }),
    ...ledgerRoutes({
      store,
      refused,
      isNearStaff: ({ identity }) => isNearStaff(store, identity),
    }),
    ...screeningRoutes(deps),
  ];
}

async function doChores({ store, deps: { vault }, activations }: Rooms, log: Log): Promise<void> {
  try {
    await store.transaction((tx) => refreshUse(tx));
    await store.transaction((tx) => vault.forgetPersons(tx));
    await vault.refresh(store);
    await activations.refresh(store);
    await eraseOldKeys(store);
    await store.transaction((tx) => forgetSignIns(tx));
  } catch (error) {
    log.warn("start.chores-failed", errorFields(error));
  }
}
