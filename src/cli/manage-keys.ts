import { resolve } from "node:path";
import { localNow } from "../store/index.ts";
import type { Vault } from "../vault/index.ts";
import { addKeyVersion, createKeyFile } from "../vault/index.ts";
import type { Outcome } from "./command.ts";
import { done, refused } from "./command.ts";
import { KEY_SENTENCES } from "./key-sentences.ts";
import { withVault } from "./open-store.ts";
import type { Settings } from "./settings.ts";

/** The key file of an installation. Needs no database. */
export async function createKeys([file, ...more]: readonly string[]): Promise<Outcome | undefined> {
  if (file === undefined || more.length > 0) return undefined;
  const path = resolve(file);
  const made = createKeyFile(path, { isDemo: false, now: localNow() });
  if (!made.ok) return refused(`the key file ${path} ${KEY_SENTENCES[made.code]}`);
  return done(
    `${path} holds version 1 of the tenant key.`,
    `Set PARAVENT_KEY_FILE=${path} for the program.`,
    "Keep a copy apart from the backups of the database: without it nobody opens the data, with both anybody does.",
  );
}

export async function listKeys(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  if (args.length > 0) return undefined;
  return withVault(settings, async (store, vault) => {
    const use = await vault.keyUse(store);
    return done(
      ...use.map(
        ({ version, subjects, persons }) => `version ${version}: wraps ${subjects} keys, finds ${persons} phones`,
      ),
    );
  });
}

/** The database takes the new version into use at the next rotation. */
export async function addKey(args: readonly string[], { keyFile }: Settings): Promise<Outcome | undefined> {
  if (args.length > 0) return undefined;
  const added = addKeyVersion(keyFile, localNow());
  if (added.ok)
    return done(`${keyFile} holds version ${added.version} too: copy the file to every machine, then keys rotate.`);
  return refused(
    `the key file ${keyFile} ${added.code === "key_unknown" ? "lost a version" : KEY_SENTENCES[added.code]}`,
  );
}

export async function rotateKeys(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  if (args.length > 0) return undefined;
  return withVault(settings, async (store, vault) => {
    const rotated = await vault.rotateKek(store);
    if (!rotated.ok) return refused(`the key file ${settings.keyFile} ${KEY_SENTENCES[rotated.code]}`);
    const { indexed, waiting } = await vault.rotateIndex(store);
    const { version, rewrapped } = rotated;
    return done(
      `Version ${version} of the tenant key is in use: ${rewrapped} keys wrapped anew, ${indexed} phones found under it.`,
      ...(waiting > 0
        ? [`${waiting} phones of nobody any more stay under an older version until they are forgotten.`]
        : []),
      "Copy the key file to where its copy is kept. Older versions can be retired after 72 hours.",
    );
  });
}

export async function retireKey(
  [text = "", ...more]: readonly string[],
  settings: Settings,
): Promise<Outcome | undefined> {
  const version = Number(text);
  if (!Number.isInteger(version) || version < 1 || more.length > 0) return undefined;
  return withVault(settings, async (store, vault) => {
    // The key that wraps first: it opens data, the index only finds them.
    const parts = [
      ["the key that wraps keys", await vault.retireKek(store, version)],
      ["the key that finds phones", await vault.retireIndex(store, version)],
    ] as const;
    const lines = parts.map(([part, result]) => `version ${version}, ${part}: ${retirement(result, settings)}`);
    if (parts.some(([, result]) => !result.ok)) return refused(...lines);
    return done(
      ...lines,
      "Destroy every copy of the key file that still holds it: backups from its time then open no more.",
    );
  });
}

function retirement(result: Awaited<ReturnType<Vault["retireKek"]>>, { keyFile }: Settings): string {
  if (result.ok) return "forgotten";
  const sentences = {
    in_use: "still in use; run keys rotate, and keys list to see for what",
    key_file_busy: `the key file ${keyFile} ${KEY_SENTENCES.key_file_busy}`,
    key_unknown: "there is no such version",
    too_early: "less than 72 hours after a newer version came, or there is none newer",
  } as const satisfies { readonly [code in typeof result.code]: string };
  return sentences[result.code];
}
