import type { Folded } from "./fold.ts";

/** Letters a sign may stand for, as people write to pass a filter: b3lle, t1ts, $exe. */
const DISGUISES: ReadonlyMap<string, string> = new Map([
  ["0", "o"],
  ["1", "il"],
  ["2", "z"],
  ["3", "e"],
  ["4", "a"],
  ["5", "s"],
  ["6", "gb"],
  ["7", "t"],
  ["8", "b"],
  ["9", "gq"],
  ["@", "a"],
  ["$", "s"],
  ["!", "i"],
  ["|", "il"],
  ["+", "t"],
  ["€", "e"],
  ["£", "l"],
]);

const LETTERS = 26;
const A = 97;
const STAR = 42;
/** Branches a disguised word may take before it is given up: no disguise a person reads needs as many. */
const MAX_STEPS = 128;
/** The same for all words of one text. */
const MAX_STEPS_A_TEXT = 16_384;
const MAX_WORD = 32;
/** A run of a letter that was drawn out ("beeelle") is at least this long. */
const DRAWN_OUT = 3;

/** The words that rules know, in a tree of letters: looked up without making a string of them. */
export class Vocabulary {
  #children: Int32Array;
  #words: Int32Array;
  #nodes = 1;
  readonly #ids = new Map<string, number>();
  readonly #masked = new Set<number>();
  readonly #disguises = new Map<number, readonly number[]>();
  #steps = 0;
  #stepsLeft = MAX_STEPS_A_TEXT;

  constructor() {
    this.#children = new Int32Array(LETTERS * 1_024);
    this.#words = new Int32Array(1_024);
    for (const [sign, letters] of DISGUISES) {
      this.#disguises.set(
        sign.charCodeAt(0),
        Array.from(letters, (letter) => letter.charCodeAt(0) - A),
      );
    }
  }

  get size(): number {
    return this.#ids.size + 1;
  }

  /**
   * Id of a word, from 1; added when it is new. `isMasked`: people write stars in it. Words are folded: letters and
   * digits, or one sign that ends no sentence. Throws for others: no text would ever have them.
   */
  add(word: string, { isMasked = false }: { readonly isMasked?: boolean } = {}): number {
    const known = this.#ids.get(word);
    const id = known ?? this.#ids.size + 1;
    if (isMasked) this.#masked.add(id);
    if (known !== undefined) return known;
    if (!/^([a-z0-9]+|[^a-z0-9.!:;'])$/u.test(word)) throw new Error(`could not take ${word} for a word`);
    this.#ids.set(word, id);
    if (/^[a-z]+$/.test(word)) this.#grow(word, id);
    return id;
  }

  /** Words by their ids; "" for 0. */
  get words(): readonly string[] {
    return ["", ...this.#ids.keys()];
  }

  idOf(word: string): number {
    return this.#ids.get(word) ?? 0;
  }

  #grow(word: string, id: number): void {
    let node = 0;
    for (let i = 0; i < word.length; i += 1) {
      const slot = node * LETTERS + word.charCodeAt(i) - A;
      let next = this.#children[slot] as number;
      if (next === 0) {
        next = this.#nodes;
        this.#nodes += 1;
        if (this.#nodes * LETTERS > this.#children.length) this.#double();
        this.#children[slot] = next;
      }
      node = next;
    }
    this.#words[node] = id;
  }

  #double(): void {
    const [children, words] = [this.#children, this.#words];
    this.#children = new Int32Array(children.length * 2);
    this.#words = new Int32Array(words.length * 2);
    this.#children.set(children);
    this.#words.set(words);
  }

  /** Id of the word that stands at `[from, to)`; 0: unknown. Letters only. */
  find(units: Uint16Array, from: number, to: number): number {
    let node = 0;
    for (let i = from; i < to; i += 1) {
      node = this.#children[node * LETTERS + (units[i] as number) - A] as number;
      if (node === 0) return 0;
    }
    return this.#words[node] as number;
  }

  /** Where the longest word that begins at `from` ends; `from`: none does. Letters only. */
  longestAt(units: Uint16Array, from: number, to: number): number {
    let node = 0;
    let end = from;
    for (let i = from; i < to; i += 1) {
      node = this.#children[node * LETTERS + (units[i] as number) - A] as number;
      if (node === 0) break;
      if (this.#words[node] !== 0) end = i + 1;
    }
    return end;
  }

  /** Id of a word that is drawn out, or has signs for letters, or stars. */
  findDisguised(folded: Folded, from: number, to: number): number {
    if (to - from > MAX_WORD || this.#stepsLeft <= 0) return 0;
    this.#steps = 0;
    const found = this.#search(folded, from, to, 0, false);
    this.#stepsLeft -= this.#steps;
    return found;
  }

  /** Begins another text. */
  begin(): void {
    this.#stepsLeft = MAX_STEPS_A_TEXT;
  }

  /** Some words of the text were not looked at as disguised: there were too many. */
  get isExhausted(): boolean {
    return this.#stepsLeft <= 0;
  }

  #search(folded: Folded, at: number, to: number, node: number, hasStar: boolean): number {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) return 0;
    if (at === to) {
      const id = this.#words[node] as number;
      return id !== 0 && hasStar && !this.#masked.has(id) ? 0 : id;
    }
    const { units } = folded;
    const unit = units[at] as number;
    if (unit === STAR) return this.#searchStar(folded, at, to, node);
    for (const letter of this.#lettersOf(unit)) {
      const next = this.#children[node * LETTERS + letter] as number;
      const found = next === 0 ? 0 : this.#search(folded, at + 1, to, next, hasStar);
      if (found !== 0) return found;
    }
    // Of a letter that is drawn out any one may go, and of others none.
    let run = at;
    while (run < to && units[run] === unit) run += 1;
    const isDrawnOut = run - at >= DRAWN_OUT || (at > 0 && units[at - 1] === unit && isRun(units, at, unit));
    return isDrawnOut ? this.#search(folded, at + 1, to, node, hasStar) : 0;
  }

  /** Stars stand for as many letters as there are, or for some more: fewest first. */
  #searchStar(folded: Folded, at: number, to: number, node: number): number {
    let after = at;
    while (after < to && folded.units[after] === STAR) after += 1;
    for (let letters = 1; letters <= after - at + 3; letters += 1) {
      const found = this.#searchAny(folded, after, to, node, letters);
      if (found !== 0) return found;
    }
    return 0;
  }

  /** `letters` letters, whichever, then what stands at `at`. */
  #searchAny(folded: Folded, at: number, to: number, node: number, letters: number): number {
    if (letters === 0) return this.#search(folded, at, to, node, true);
    for (let letter = 0; letter < LETTERS && this.#steps <= MAX_STEPS; letter += 1) {
      const next = this.#children[node * LETTERS + letter] as number;
      if (next === 0) continue;
      this.#steps += 1;
      const found = this.#searchAny(folded, at, to, next, letters - 1);
      if (found !== 0) return found;
    }
    return 0;
  }

  #lettersOf(unit: number): readonly number[] {
    if (unit >= A && unit < A + LETTERS) return [unit - A];
    return this.#disguises.get(unit) ?? [];
  }
}

function isRun(units: Uint16Array, at: number, unit: number): boolean {
  return units[at + 1] === unit || (at > 1 && units[at - 2] === unit);
}
