import { hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type UserConfig } from "vite";

const texts = join(import.meta.dirname, "../text");
const dist = join(import.meta.dirname, "../dist/web");

/** The apps, and the rooms whose sentences each of them shows; the rest of text/ would only make it heavier. */
const ROOMS = {
  phones: ["phones.", "refusal."],
  staff: ["staff.", "face.", "refusal.", "cases.category.", "cases.outcome.", "charter.sanction."],
  desk: ["desk.", "face.", "refusal.", "screening.", "cases.", "charter.", "reports.", "missions."],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type App = keyof typeof ROOMS;
export const APPS = Object.keys(ROOMS) as readonly App[];

/** Bundles the app's own sentences, and lets index.html name one: `%fr:phones.noscript%`. */
function pageText(app: App): Plugin {
  const rooms: readonly string[] = ROOMS[app];
  const read = (language: string): Record<string, string> => {
    const all = JSON.parse(readFileSync(join(texts, `${language}.json`), "utf8")) as Record<string, string>;
    return Object.fromEntries(Object.entries(all).filter(([key]) => rooms.some((room) => key.startsWith(room))));
  };
  return {
    name: "page-text",
    enforce: "pre",
    load: (id) => (id.startsWith(`${texts}/`) ? JSON.stringify(read(basename(id, ".json"))) : null),
    transformIndexHtml: (html) =>
      html.replace(/%(fr|en):([\w.-]+)%/g, (_, language: string, key: string) => {
        const text = read(language)[key];
        if (text === undefined) throw new Error(`could not find the text ${key} in ${language}.json`);
        return text;
      }),
  };
}

const DARK = /@media \(prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}\s*\}/;

/**
 * Where the reader chooses between light and dark, the dark colours hold for the choice too. They are written once, in
 * tokens.css, for pages on which nobody chooses.
 */
function themeChoice(): Plugin {
  return {
    name: "theme-choice",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith("/shared/tokens.css")) return null;
      const [block, dark] = DARK.exec(code) ?? [];
      if (block === undefined || dark === undefined) throw new Error("could not find the dark colours in tokens.css");
      const system = `@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {${dark}} }`;
      return `${code.replace(block, system)}
        :root[data-theme="dark"] { color-scheme: dark; ${dark} }
        :root[data-theme="light"] { color-scheme: light; }`;
    },
  };
}

const COMPRESSED = /\.(js|css|html|svg|webmanifest)$/;

/** After the build: the service worker learns the names of the app's own files, and everything is compressed once. */
function finish(app: App, outDir: string): Plugin {
  return {
    name: "finish",
    writeBundle() {
      const files = readdirSync(outDir, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.\w+$/.test(name) && !/\.(gz|br|map)$|^\.|(^|\/)worker\.js$/.test(name))
        .sort();
      const worker = join(import.meta.dirname, app, "worker.js");
      if (existsSync(worker)) {
        const own = files.map((name) => (name === "index.html" ? `/${app}` : `/${app}/${name}`));
        const version = hash("sha256", files.map((name) => readFileSync(join(outDir, name), "hex")).join(), "hex");
        const code = readFileSync(worker, "utf8")
          .replace('"%FILES%"', () => JSON.stringify(own))
          .replace("%VERSION%", version.slice(0, 16));
        writeFileSync(join(outDir, "worker.js"), code);
        files.push("worker.js");
      }
      for (const name of files.filter((one) => COMPRESSED.test(one))) compress(join(outDir, name));
    },
  };
}

function compress(file: string): void {
  const bytes = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: quality }));
}

const SHARED = /\/node_modules\/|\/web\/shared\/|\/web\/staff\/(?!Frame)[\w-]+\.tsx?$/;

export function configOf(app: App): UserConfig {
  const outDir = join(dist, app);
  return {
    root: join(import.meta.dirname, app),
    base: `/${app}/`,
    plugins: [pageText(app), ...(app === "phones" ? [] : [themeChoice()]), react(), finish(app, outDir)],
    logLevel: "warn",
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2023",
      manifest: "files.json",
      // The content security policy allows files of this origin only: nothing inline, no data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 400,
      // How long the steps of the build took is of no use to who starts the program.
      rolldownOptions: {
        checks: { bundlerTimings: false },
        // One file for what all pages of the staff app share: on a slow line each further file is a round trip.
        ...(app === "staff" && { output: { codeSplitting: { groups: [{ name: "parts", test: SHARED }] } } }),
      },
    },
  };
}

/** `vite --mode staff`: one app, as it is worked on. */
export default defineConfig(({ mode }) => configOf(APPS.find((app) => app === mode) ?? "phones"));
