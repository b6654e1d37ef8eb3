import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../base/config.ts";
import type { Log } from "../base/log.ts";
import { errorFields } from "../base/log.ts";
import { Simulator, simulatorRoutes } from "../carriers/index.ts";
import {
  buildServer,
  eraseOldKeys,
  healthRoutes,
  mountPhonesEvents,
  mountPhonesPage,
  openApi,
  openMetrics,
  phonesRoutes,
} from "../doors/index.ts";
import { loadPurposes, moveStaffLines } from "../missions/index.ts";
import { missionRoutes } from "../missions/http.ts";
import { numbersRoutes } from "../numbers/http.ts";
import { refreshUse } from "../numbers/index.ts";
import { MACHINE_SCOPES, MachineKeys, registerMachineKey } from "../people/index.ts";
import { peopleRoutes } from "../people/http.ts";
import { Relay } from "../relay/index.ts";
import { relayRoutes } from "../relay/http.ts";
import type { Engine } from "../store/index.ts";
import { EngineRefused, migrate, MigrationRefused, openEngine, Store } from "../store/index.ts";
import type { KeyProvider, Vault } from "../vault/index.ts";
import { createKeyFile, openKeyFile, openVault } from "../vault/index.ts";
import { DEMO_CUSTOMERS, DEMO_STAFF, demoMissions, openDemo } from "./demo.ts";

export type Program = { readonly url: string; readonly engine: Engine; stop(): Promise<void> };
export type Started =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly refusal: string };

/** Work that keeps the house in order. Real time: none of it decides anything. */
const CHORES_MS = 60_000;

/** Starts everything, or says in one sentence why not and leaves nothing running. */
export async function startProgram(config: Config, log: Log): Promise<Started> {
  let engine: Engine | undefined;
  try {
    engine = await openEngine({ dataDir: config.dataFolder, databaseUrl: config.databaseUrl });
    await migrate(engine.connection());
    const store = new Store(engine.connection());
    const opened = await openVaultOf(config, store, log);
    if (typeof opened === "string") return await refuse(engine, opened);
    return { ok: true, program: await assemble(config, log, engine, store, opened) };
  } catch (error) {
    log.error("start.failed", errorFields(error));
    const sentence = explain(config, error);
    if (sentence === undefined) throw error;
    return await refuse(engine, sentence);
  }
}

async function refuse(engine: Engine | undefined, refusal: string): Promise<Started> {
  await engine?.stop();
  return { ok: false, refusal };
}

function explain(config: Config, error: unknown): string | undefined {
  if (error instanceof EngineRefused) return error.refusal.detail;
  if (error instanceof MigrationRefused) return error.message;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return `port ${config.port} of ${config.host} is taken: set PORT to another one, or stop what uses it`;
  if (code === "EACCES")
    return `port ${config.port} of ${config.host} may not be opened by this user: set PORT above 1023`;
  return undefined;
}

async function openVaultOf(config: Config, store: Store, log: Log): Promise<Vault | string> {
  const path = config.keyFile ?? join(config.dataFolder, "demo-key.json");
  // Only the demo's key is made by itself: a company's is made by somebody who also keeps a copy of it.
  if (config.keyFile === undefined && !existsSync(path)) createKeyFile(path, { isDemo: true, now: await store.now() });
  const file = openKeyFile(path);
  if (!file.ok) return `the key file ${path} was refused: ${file.code}`;
  const provider: KeyProvider = file.provider;
  const opened = await openVault({ store, provider, isProduction: config.isProduction, log });
  return opened.ok ? opened.vault : `the key file ${path} was refused: ${opened.code}`;
}

async function assemble(config: Config, log: Log, engine: Engine, store: Store, vault: Vault): Promise<Program> {
  const purposes = await loadPurposes(store);
  const mappingsFolder = join(config.dataFolder, "mappings");
  const deps = { vault, purposes, store, mappingsFolder };
  const simulator = new Simulator({ dataFolder: config.dataFolder, now: () => store.now() });
  const relay = new Relay({ store, deps, log, carriers: [simulator], spoolFolder: join(config.dataFolder, "spool") });
  simulator.connect(relay);
  if (config.apiKey !== undefined) {
    const secret = config.apiKey;
    await store.transaction((tx) =>
      registerMachineKey(tx, { name: "PARAVENT_API_KEY", secret, scopes: MACHINE_SCOPES }),
    );
  }
  if (config.isDemo) await openDemo(store, deps, log);

  const native = [
    ...peopleRoutes({
      store,
      vault,
      onStaffMoved: (tx, staff, reference) => moveStaffLines(tx, deps, staff, reference),
    }),
    ...numbersRoutes({ store, carriers: [simulator.name] }),
    ...missionRoutes(deps),
    ...relayRoutes({ store, vault }),
  ];
  const cast = { staff: DEMO_STAFF, customers: DEMO_CUSTOMERS, missions: () => demoMissions(store, deps) };
  const phones = { store, deps, simulator, cast };
  const routes = [
    ...healthRoutes(store),
    ...native,
    ...simulatorRoutes(simulator, store),
    ...(config.isDemo ? phonesRoutes(phones, native) : []),
  ];
  const metrics = openMetrics({ store, relay });
  const server = buildServer({ store, vault, log, keys: new MachineKeys(store), metrics }, routes);
  const document = openApi(routes, config.publicUrl);
  server.get("/openapi.json", { config: { id: "doors.openapi" } }, () => document);
  server.get("/metrics", { config: { id: "doors.metrics" } }, async (_request, reply) =>
    reply.type("text/plain; version=0.0.4; charset=utf-8").send(await metrics.text()),
  );
  await mountPhonesPage(server);
  if (config.isDemo) mountPhonesEvents(server, phones);
  const url = await server.listen({ port: config.port, host: config.host });
  relay.start();
  const chores = setInterval(() => void doChores(store, vault, log), CHORES_MS);
  return {
    url,
    engine,
    async stop() {
      clearInterval(chores);
      await server.close();
      await relay.stop();
      await store.close();
      await engine.stop();
    },
  };
}

async function doChores(store: Store, vault: Vault, log: Log): Promise<void> {
  try {
    await store.transaction((tx) => refreshUse(tx));
    await vault.refresh(store);
    await eraseOldKeys(store);
  } catch (error) {
    log.warn("start.chores-failed", errorFields(error));
  }
}
