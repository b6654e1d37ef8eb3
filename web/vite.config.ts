import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const root = join(import.meta.dirname, "phones");
const texts = join(import.meta.dirname, "../text");
/** The rooms whose sentences the page shows; the rest of text/ would only make it heavier. */
const ROOMS = ["phones.", "refusal."];

/** Bundles the page's own sentences, and lets index.html name one: `%fr:phones.noscript%`. */
function pageText(): Plugin {
  const read = (language: string): Record<string, string> => {
    const all = JSON.parse(readFileSync(join(texts, `${language}.json`), "utf8")) as Record<string, string>;
    return Object.fromEntries(Object.entries(all).filter(([key]) => ROOMS.some((room) => key.startsWith(room))));
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

export default defineConfig({
  root,
  base: "/phones/",
  plugins: [pageText(), react()],
  build: {
    outDir: join(import.meta.dirname, "../dist/web/phones"),
    emptyOutDir: true,
    target: "es2023",
    // The content security policy allows files of this origin only: nothing inline, no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
