import { hash } from "node:crypto";
import { existsSync, readFileSync, statfsSync } from "node:fs";
import { openKeyFile } from "../vault/index.ts";
import type { Outcome } from "./command.ts";
import { done } from "./command.ts";
import { KEY_SENTENCES } from "./key-sentences.ts";
import { withEngine } from "./open-store.ts";
import type { Settings } from "./settings.ts";

type Finding = { readonly isGood: boolean; readonly text: string };

/** Says what this installation runs on, and what is wrong with it. Changes nothing. */
export async function runDoctor(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  if (args.length > 0) return undefined;
  const findings = [release(), node(), ...start(settings), disk(settings), key(settings), await store(settings)];
  const lines = findings.map(({ isGood, text }) => `${isGood ? "ok   " : "WRONG"}  ${text}`);
  return { exitCode: findings.every(({ isGood }) => isGood) ? 0 : 1, lines };
}

function release(): Finding {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
  };
  return { isGood: true, text: `paravent ${version} on ${process.platform}-${process.arch}` };
}

/** The hash tells whether the program that npm brought is the one it was yesterday, and on the other machine. */
function node(): Finding {
  const { execPath, version } = process;
  const sha256 = hash("sha256", readFileSync(execPath));
  return {
    isGood: Number(process.versions.node.split(".")[0]) >= 24,
    text: `node ${version}, ${execPath}, sha256 ${sha256}`,
  };
}

function start({ startRefusals, isProduction }: Settings): readonly Finding[] {
  if (startRefusals.length > 0) return startRefusals.map((reason) => ({ isGood: false, text: `settings: ${reason}` }));
  return [
    { isGood: true, text: `settings: a start is allowed${isProduction ? " in production" : ", not for production"}` },
  ];
}

/** Bytes left below which the database may stop within hours: nothing is delivered then. */
const LOW_DISK_BYTES = 2 ** 30;

function disk({ dataFolder }: Settings): Finding {
  if (!existsSync(dataFolder)) return { isGood: true, text: `data folder ${dataFolder}: not there yet` };
  const { bavail, bsize } = statfsSync(dataFolder);
  const free = bavail * bsize;
  return { isGood: free >= LOW_DISK_BYTES, text: `data folder ${dataFolder}: ${Math.floor(free / 2 ** 20)} MiB free` };
}

function key({ keyFile, isProduction }: Settings): Finding {
  const opened = openKeyFile(keyFile);
  if (!opened.ok) {
    // The demo's key is made at its first start; a company's never by itself.
    const isYetToCome = opened.code === "key_file_missing" && keyFile.endsWith("demo-key.json");
    return {
      isGood: isYetToCome,
      text: `key file ${keyFile} ${isYetToCome ? "is made at the first start" : KEY_SENTENCES[opened.code]}`,
    };
  }
  const { provider } = opened;
  const whose = provider.isDemo ? "a demo's" : "a company's";
  return {
    isGood: !(provider.isDemo && isProduction),
    text: `key file ${keyFile}: ${whose}, versions ${provider.versions().join(", ")}`,
  };
}

async function store(settings: Settings): Promise<Finding> {
  const opened = await withEngine(settings, async ({ engine, isShared }) => {
    const where =
      engine.kind === "server"
        ? "server of DATABASE_URL"
        : `embedded${isShared ? ", kept by the running program" : ""}`;
    return done(`PostgreSQL ${engine.serverVersion}, ${where}; what it commits survives a power cut`);
  });
  return { isGood: opened.exitCode === 0, text: `store: ${opened.lines.join(" ")}` };
}
