import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const scripts = Object.keys(
  (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> }).scripts,
);
const documents = [
  ...readdirSync(root),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((name) => join("docs", name)),
].filter((name) => name.endsWith(".md"));

const read = (name: string) => readFileSync(join(root, name), "utf8");

/** Commands of fenced blocks for a shell, without their comments and prompts. */
function commands(markdown: string): string[] {
  return [...markdown.matchAll(/^```(?:sh|bash|console|shell)?\n([\s\S]*?)^```/gm)]
    .flatMap(([, block = ""]) => block.split("\n"))
    .map((line) =>
      line
        .replace(/^\$ /, "")
        .replace(/(^|\s)#.*$/, "")
        .trim(),
    )
    .filter((line) => line !== "");
}

/** What is wrong with one command: the host's Node is not ours, so only npm scripts start anything. */
function fault(command: string): string | undefined {
  const [program = "", ...words] = command.replace(/^([A-Z_]+=\S*\s+)+/, "").split(/\s+/);
  if (["node", "npx", "tsc", "vitest", "biome", "oxlint", "knip"].includes(program))
    return `${command}: not an npm script`;
  if (program !== "npm" || ["ci", "install"].includes(words[0] ?? "")) return undefined;
  const script = words[0] === "run" ? words[1] : words[0];
  return scripts.includes(script ?? "") ? undefined : `${command}: no such script`;
}

/** Headings as the anchors that hosts of repositories make of them. */
function anchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-"),
  );
}

function brokenLinks(name: string): string[] {
  const markdown = read(name).replaceAll(/^```[\s\S]*?^```/gm, "");
  const targets = [...markdown.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map(([, a, b]) => a ?? b ?? "");
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? name : join(dirname(name), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && file.endsWith(".md") && !anchors(read(file)).includes(anchor);
    })
    .map((target) => `${name}: ${target}`);
}

test("README is short enough to be read", () => {
  expect(read("README.md").split("\n").length).toBeLessThan(150);
});

test("README shows the two commands", () => {
  expect(commands(read("README.md"))).toEqual(expect.arrayContaining(["npm start", "npm test"]));
});

test("every command a document shows is an npm script that exists", () => {
  const shown = documents.flatMap((name) => commands(read(name)).map((command) => [name, fault(command)]));
  expect(shown.filter(([, wrong]) => wrong !== undefined)).toEqual([]);
});

test("every script that a sentence names exists", () => {
  const named = documents.flatMap((name) => [...read(name).matchAll(/`(npm (?:run [\w:]+|start|test)[^`]*)`/g)]);
  expect(named.map(([, command = ""]) => fault(command)).filter((wrong) => wrong !== undefined)).toEqual([]);
});

test("every link within the repository leads somewhere", () => {
  expect(documents.flatMap(brokenLinks)).toEqual([]);
});

test.for([
  ["npm start", undefined],
  ["PORT=9000 npm start", undefined],
  ["npm run paravent -- keys create", undefined],
  ["npm ci", undefined],
  ["curl -s http://127.0.0.1:8080/healthz/ready", undefined],
  ["npm run nothing", "npm run nothing: no such script"],
  ["node src/main.ts", "node src/main.ts: not an npm script"],
] as const)("the command %j is judged %j", ([command, expected]) => {
  expect(fault(command)).toBe(expected);
});
