import { once } from "node:events";
import { openLog } from "../base/log.ts";
import { localNow } from "../store/index.ts";
import type { WitnessRefusal } from "../witness/index.ts";
import { createWitness, serveWitness, trustLog, WitnessFolder } from "../witness/index.ts";
import type { Outcome } from "./command.ts";
import { done, refused } from "./command.ts";
import { readOptions } from "./read-options.ts";

const SENTENCES: { readonly [code in WitnessRefusal]: string } = {
  folder_taken: "there is a witness in this folder already",
  no_witness: "there is no witness in this folder: make one with witness create",
  name_malformed:
    "a name has no space and no plus sign; an address without its scheme is usual: council.example/witness",
  key_malformed: "this is no verifier key of a log",
  key_open_to_others: "others than its owner may read a key in this folder: chmod 600",
  in_use: "another process runs this witness",
};

export async function makeWitness(args: readonly string[]): Promise<Outcome | undefined> {
  const given = readOptions(args, { name: { type: "string" }, "ml-dsa": { type: "boolean" } });
  const [folder, ...more] = given?.positionals ?? [];
  const name = given?.values["name"];
  if (folder === undefined || more.length > 0 || typeof name !== "string") return undefined;
  const made = createWitness(folder, { name, hasMlDsa: given?.values["ml-dsa"] === true });
  if (!made.ok) return refused(SENTENCES[made.code]);
  const keys = made.value.map((_, i) => `witness-${i + 1}`);
  return done(
    "Give these keys to whoever runs the log; they are lines of its policy, once it has names and the address of this witness:",
    ...made.value.map((vkey, i) => `witness ${keys[i]} ${vkey} http://<host>:<port>`),
    ...(keys.length > 1 ? [`group witness any ${keys.join(" ")}`] : []),
  );
}

export async function trustLogOfWitness(args: readonly string[]): Promise<Outcome | undefined> {
  const [folder, vkey, ...more] = args;
  if (folder === undefined || vkey === undefined || more.length > 0) return undefined;
  const trusted = trustLog(folder, vkey);
  return trusted.ok ? done("This log is witnessed from its next checkpoint on.") : refused(SENTENCES[trusted.code]);
}

/** Runs until it is told to stop. */
export async function runWitness(args: readonly string[]): Promise<Outcome | undefined> {
  const given = readOptions(args, {
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string", default: "8081" },
  });
  const [path, ...more] = given?.positionals ?? [];
  const port = Number(given?.values["port"]);
  const host = given?.values["host"];
  if (path === undefined || more.length > 0 || typeof host !== "string") return undefined;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return undefined;
  const folder = await WitnessFolder.open(path);
  if (!folder.ok) return refused(SENTENCES[folder.code]);
  const server = serveWitness(folder.value, localNow, openLog("stdout"));
  try {
    const url = await server.listen({ host, port });
    console.log(
      [`The witness is ready at ${url}`, ...folder.value.cosigners.map(({ vkey }) => `  ${vkey}`)].join("\n"),
    );
    await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
    return done("The witness has ended.");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    return refused(`port ${port} of ${host} is taken: choose another one with --port`);
  } finally {
    await server.close();
    folder.value.close();
  }
}
