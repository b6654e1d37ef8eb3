/**
 * Writes `paravent-verify.html`: `node build-page.mjs`. One file with everything in it, module after module as they stand
 * in `lib/` and `page/`, so that whoever reads the page reads the same code as in these folders.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const IMPORT = /^import \{([^}]*)\} from "([^"]+)";\n/gm;
const EXPORT = /^export (?=(?:async )?function (\w+)|class (\w+)|const (\w+))/gm;

/**
 * @param {string} folder of the package
 * @returns {string} the page
 */
export function buildPage(folder) {
  /** @param {string} path */
  const read = (path) => readFileSync(join(folder, path), "utf8");
  const script = `\n${modulesOf(join(folder, "page/page.mjs"), folder).join("\n")}`;
  const style = `\n${read("page/page.css")}`;
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const parts = new Map([
    ["policy", policy],
    ["style", style],
    ["script", script],
  ]);
  return read("page/page.html").replaceAll(/\{\{(\w+)\}\}/g, (_, name) => parts.get(name) ?? "");
}

/**
 * @param {string} text
 */
function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/**
 * A module and those it needs, each as a function that is called once: names of one are not seen by another.
 *
 * @param {string} file
 * @param {string} folder
 * @param {Set<string>} done
 * @returns {string[]}
 */
function modulesOf(file, folder, done = new Set()) {
  if (done.has(file)) return [];
  done.add(file);
  const source = readFileSync(file, "utf8");
  const needed = [...source.matchAll(IMPORT)].map(([, , path]) => join(dirname(file), path));
  const exported = [...source.matchAll(EXPORT)].map(([, ...names]) => names.find(Boolean));
  const body = source
    .replaceAll(
      IMPORT,
      (_, names, path) => `const {${names.replaceAll(" as ", ": ")}} = ${nameOf(join(dirname(file), path), folder)};\n`,
    )
    .replaceAll(EXPORT, "");
  const returned = exported.length > 0 ? `return { ${exported.join(", ")} };\n` : "";
  const own = `// ${relative(folder, file)}\nconst ${nameOf(file, folder)} = (() => {\n${body}${returned}})();\n`;
  if (/^(?:import|export)\b/m.test(own)) throw new Error(`could not put ${file} into the page`);
  // It would end the script of the page.
  if (own.includes("</")) throw new Error(`could not put a tag of ${file} into the page`);
  return [...needed.flatMap((path) => modulesOf(path, folder, done)), own];
}

/**
 * @param {string} file
 * @param {string} folder
 */
function nameOf(file, folder) {
  return relative(folder, file)
    .replace(".mjs", "")
    .replaceAll(/\W(\w)/g, (_, letter) => letter.toUpperCase());
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  writeFileSync(join(import.meta.dirname, "paravent-verify.html"), buildPage(import.meta.dirname));
}
