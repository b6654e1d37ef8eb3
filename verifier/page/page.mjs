import { decodeUtf8 } from "../lib/bytes.mjs";
import { headlineOf, formatDate, printable, sentenceOf } from "../lib/sentences.mjs";
import { judge, readPiece } from "./evidence.mjs";
import { ENGLISH_WORDS } from "./words-en.mjs";
import { FRENCH_WORDS } from "./words-fr.mjs";

/** @import { Report } from "../lib/report.mjs" */
/** @import { Language } from "../lib/sentences.mjs" */
/** @import { Kind, Piece } from "./evidence.mjs" */

/** @typedef {keyof typeof FRENCH_WORDS} Word */

const WORDS = { fr: FRENCH_WORDS, en: ENGLISH_WORDS };
/** Drawn, so that the mark is not by colour alone. */
const MARKS = { passed: "M3 9l4 4 8-9", noted: "M9 4v6M9 13v1", failed: "M4 4l10 10M14 4L4 14", unchecked: "M4 9h10" };
const MARK_COLOURS = { passed: "--good", noted: "--ink-soft", failed: "--stop", unchecked: "--wait" };
/** What is asked first: when, what, with what end. The rest in the order of the entry. */
const FIRST = ["at", "event", "direction", "outcome", "code", "staff", "customer"];
/** Of a list, shown; the file has all. */
const MAX_SHOWN = 50;
const SVG = "http://www.w3.org/2000/svg";

/** @type {Map<Kind, Piece>} */
const pieces = new Map();
/** @type {Language} */
let language = navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en";
/** @type {Report | undefined} */
let report;
let turn = 0;

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
function byId(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`could not find ${id} on the page`);
  return found;
}

const key = byId("key", HTMLTextAreaElement);
const files = byId("files", HTMLInputElement);
const drop = byId("drop", HTMLElement);
const reset = byId("reset", HTMLButtonElement);
const fileFault = byId("file-fault", HTMLElement);
const verdict = byId("verdict", HTMLElement);

/**
 * @param {Word} name
 */
function word(name) {
  return WORDS[language][name];
}

/**
 * @param {string} tag
 * @param {{ readonly className?: string }} more
 * @param {readonly (Node | string)[]} children
 */
function element(tag, more = {}, ...children) {
  const made = document.createElement(tag);
  if (more.className !== undefined) made.className = more.className;
  made.append(...children);
  return made;
}

function showLanguage() {
  document.documentElement.lang = language;
  document.title = `Paravent · ${word("title")}`;
  for (const part of document.querySelectorAll("[data-text]")) {
    part.textContent = word(/** @type {Word} */ (part.getAttribute("data-text")));
  }
  document.querySelector(".languages")?.setAttribute("aria-label", word("languages"));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-language") === language));
  }
  show();
}

function show() {
  showPieces();
  showVerdict();
}

function showPieces() {
  const list = byId("pieces", HTMLElement);
  list.replaceChildren();
  /** @type {readonly Exclude<Kind, "trust">[]} */
  const wanted = pieces.has("completeness") ? ["completeness"] : ["proof", "leaf"];
  const hasAny = wanted.some((kind) => pieces.has(kind));
  reset.hidden = !hasAny;
  for (const kind of hasAny ? wanted : []) {
    const piece = pieces.get(kind);
    const what = element("span", { className: "what" }, word(kind));
    const name =
      piece === undefined ? element("span", { className: "missing" }, word("missing")) : printable(piece.name);
    list.append(element("li", {}, what, name));
  }
}

function showVerdict() {
  const [title, sentence, details] = ["verdict-title", "sentence", "details"].map((id) => byId(id, HTMLElement));
  if (title === undefined || sentence === undefined || details === undefined) return;
  details.replaceChildren();
  if (report === undefined) {
    delete verdict.dataset["outcome"];
    title.textContent = word("waitingTitle");
    const isProofThere = pieces.has("proof") || pieces.has("completeness");
    sentence.textContent = word(isProofThere ? (isLeafThere() ? "waitingKey" : "waitingLeaf") : "waitingProof");
    return;
  }
  const { outcome, conclusion, steps } = report;
  verdict.dataset["outcome"] = outcome;
  title.textContent = headlineOf(outcome, language);
  sentence.textContent = sentenceOf(conclusion.code, conclusion.values, language);
  const shown = steps.filter(({ code }) => code !== conclusion.code);
  if (shown.length > 0) details.append(element("h3", {}, word("stepsTitle")), stepList(shown));
  // Of what does not hold nothing is shown that somebody could take for recorded.
  if (outcome === "verified") details.append(...entriesShown());
}

function isLeafThere() {
  return pieces.has("leaf") || pieces.has("completeness");
}

/**
 * @param {Report["steps"]} steps
 */
function stepList(steps) {
  const list = element("ul", { className: "steps" });
  for (const { status, code, values } of steps) {
    const said = element("span", { className: "unseen" }, `${word(status)} `);
    list.append(element("li", {}, mark(status), element("span", {}, said, sentenceOf(code, values, language))));
  }
  return list;
}

/**
 * @param {keyof typeof MARKS} status
 */
function mark(status) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 18 18");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", MARKS[status]);
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", `var(${MARK_COLOURS[status]})`);
  path.setAttribute("stroke-width", "2.25");
  path.setAttribute("stroke-linecap", "round");
  drawing.append(path);
  return drawing;
}

function entriesShown() {
  const leaf = pieces.get("leaf");
  const list = pieces.get("completeness");
  if (list === undefined)
    return leaf === undefined ? [] : entryShown(word("entryTitle"), decodeUtf8(leaf.bytes) ?? "{}");
  const { entries } = JSON.parse(decodeUtf8(list.bytes) ?? '{"entries":[]}');
  const shown = entries
    .slice(0, MAX_SHOWN)
    .flatMap((/** @type {{ readonly leaf: string }} */ entry, /** @type {number} */ i) => {
      const bytes = Uint8Array.from(atob(entry.leaf), (one) => one.charCodeAt(0));
      return entryShown(i === 0 ? word("entriesTitle") : undefined, decodeUtf8(bytes) ?? "{}");
    });
  return entries.length > MAX_SHOWN ? [...shown, element("p", {}, word("entriesMore"))] : shown;
}

/**
 * @param {string | undefined} title
 * @param {string} text an entry that was verified
 */
function entryShown(title, text) {
  const table = element("dl");
  const fields = Object.entries(JSON.parse(text));
  const rank = (/** @type {string} */ name) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  for (const [name, value] of fields.sort(([a], [b]) => rank(a) - rank(b))) {
    const label = Object.hasOwn(FRENCH_WORDS, name) ? word(/** @type {Word} */ (name)) : name;
    table.append(element("dt", {}, printable(label)), element("dd", {}, shownValue(name, value)));
  }
  return title === undefined ? [document.createElement("hr"), table] : [element("h3", {}, title), table];
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function shownValue(name, value) {
  if (value === null) return "–";
  if (typeof value !== "string") return printable(JSON.stringify(value));
  return name === "at" ? formatDate(value, language) : printable(value);
}

async function check() {
  turn += 1;
  const mine = turn;
  const began = performance.now();
  const next = await judge(key.value, pieces);
  // Something changed while this was looked at: the newer look counts.
  if (mine !== turn) return;
  document.documentElement.dataset["checkedInMs"] = String(performance.now() - began);
  report = next;
  show();
}

/**
 * @param {readonly File[]} chosen
 */
async function take(chosen) {
  fileFault.textContent = "";
  /** @type {Set<Kind>} */
  const seen = new Set();
  for (const file of chosen) {
    const read = await readPiece(file);
    if (read === "too-large" || read === "unreadable") {
      fileFault.textContent = `${printable(file.name)} ${word(read === "too-large" ? "tooLarge" : "unreadable")}.`;
      continue;
    }
    if (seen.has(read.kind)) fileFault.textContent = word("twoOfAKind");
    seen.add(read.kind);
    if (read.kind === "trust") key.value = (decodeUtf8(read.piece.bytes) ?? "").trim();
    else keep(read.kind, read.piece);
  }
  if (fileFault.textContent === word("twoOfAKind")) pieces.clear();
  await check();
  if (report !== undefined) verdict.scrollIntoView({ block: "nearest" });
}

/**
 * A list stands alone; a proof or an entry takes its place.
 *
 * @param {Kind} kind
 * @param {Piece} piece
 */
function keep(kind, piece) {
  if (kind === "completeness") pieces.clear();
  else pieces.delete("completeness");
  pieces.set(kind, piece);
}

files.addEventListener("change", () => {
  const chosen = [...(files.files ?? [])];
  // The same file again is a change.
  files.value = "";
  void take(chosen);
});
for (const event of ["dragenter", "dragover"]) {
  document.addEventListener(event, (dragged) => {
    dragged.preventDefault();
    drop.classList.add("is-over");
  });
}
document.addEventListener("dragleave", (dragged) => {
  if (dragged.relatedTarget === null) drop.classList.remove("is-over");
});
document.addEventListener("drop", (dropped) => {
  dropped.preventDefault();
  drop.classList.remove("is-over");
  void take([...(dropped.dataTransfer?.files ?? [])]);
});
key.addEventListener("input", () => void check());
reset.addEventListener("click", () => {
  pieces.clear();
  fileFault.textContent = "";
  void check();
  files.focus();
});
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    language = button.getAttribute("data-language") === "fr" ? "fr" : "en";
    showLanguage();
  });
}
byId("evidence", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());
showLanguage();
void check();
