import { parseCosignerVkey } from "./cosignature.ts";
import type { NoteVerifier } from "./note.ts";
import { hasControls, parseVkey, rawPublicKey, SIGNATURE_TYPES } from "./note.ts";

export type PolicyWitness = {
  readonly name: string;
  readonly verifier: NoteVerifier;
  /** Where it takes checkpoints, without a slash at the end. */
  readonly url: string | undefined;
};
type Group = { readonly kind: "group"; readonly needed: number; readonly members: readonly string[] };
type Member = { readonly kind: "witness"; readonly witness: PolicyWitness } | Group;

/** Which logs and witnesses count, and how many of the latter. Source: C2SP tlog-policy. */
export type Policy = {
  readonly logs: readonly NoteVerifier[];
  readonly witnesses: readonly PolicyWitness[];
  readonly members: ReadonlyMap<string, Member>;
  readonly quorum: string;
};

export type PolicyResult =
  | { readonly ok: true; readonly policy: Policy }
  /** `line` counts from 1; the last line for what is missing at the end. */
  | { readonly ok: false; readonly line: number; readonly why: string };

const NONE = "none";
/** C2SP asks for at least 32 of each. */
const MAX_LINES = 1_000;
const MAX_CHARACTERS = 1_000_000;
const TOO_LONG = "the file is too long";

class Wrong extends Error {}

/** Reads a policy file, or says what is wrong in which line. Octets above 127 MAY be in names; this reads UTF-8. */
export function parsePolicy(text: string): PolicyResult {
  if (text.length > MAX_CHARACTERS) return { ok: false, line: 1, why: TOO_LONG };
  const lines = text.split("\n");
  const draft = {
    logs: [] as NoteVerifier[],
    members: new Map<string, Member>(),
    used: new Set<string>(),
    keys: new Set<string>(),
    quorum: undefined as string | undefined,
  };
  const wrong = (line: number, why: string) => ({ ok: false, line, why }) as const;
  if (lines.length > MAX_LINES) return wrong(1, TOO_LONG);
  for (const [i, line] of lines.entries()) {
    try {
      if (hasControls(line, "\t") || line.includes("\u007f")) throw new Wrong("there is a control character");
      const [word, ...rest] = line.split(/[ \t]+/).filter((item) => item !== "");
      if (word === undefined || word.startsWith("#")) continue;
      readLine(draft, word, rest);
    } catch (error) {
      if (error instanceof Wrong) return wrong(i + 1, error.message);
      throw error;
    }
  }
  const { logs, members, quorum } = draft;
  if (quorum === undefined) return wrong(lines.length, "there is no quorum line");
  const witnesses = [...members.values()].flatMap((member) => (member.kind === "witness" ? member.witness : []));
  return { ok: true, policy: { logs, witnesses, members, quorum } };
}

type Draft = {
  readonly logs: NoteVerifier[];
  readonly members: Map<string, Member>;
  readonly used: Set<string>;
  /** Public keys, apart for logs and witnesses. */
  readonly keys: Set<string>;
  quorum: string | undefined;
};

function readLine(draft: Draft, word: string, rest: readonly string[]): void {
  switch (word) {
    case "log":
      return readLog(draft, rest);
    case "witness":
      return readWitness(draft, rest);
    case "group":
      return readGroup(draft, rest);
    case "quorum":
      return readQuorum(draft, rest);
    default:
      throw new Wrong(`a line begins with log, witness, group, quorum or #, not with ${JSON.stringify(word)}`);
  }
}

function readLog(draft: Draft, [vkey, url, ...more]: readonly string[]): void {
  if (vkey === undefined || more.length > 0) throw new Wrong("it must read: log <vkey> [<url>]");
  // Logs of others may sign as cosigners do, with ML-DSA.
  const verifier = parseVkey(vkey) ?? parseCosignerVkey(vkey);
  if (verifier === undefined || verifier.type === SIGNATURE_TYPES.ed25519Cosignature) {
    throw new Wrong("the key is none of a log");
  }
  addKey(draft, "log", verifier);
  readUrl(url);
  draft.logs.push(verifier);
}

function readWitness(draft: Draft, [name, vkey, url, ...more]: readonly string[]): void {
  if (name === undefined || vkey === undefined || more.length > 0) {
    throw new Wrong("it must read: witness <name> <vkey> [<url>]");
  }
  const verifier = parseCosignerVkey(vkey);
  if (verifier === undefined) throw new Wrong("the key is none of a witness");
  addKey(draft, "witness", verifier);
  define(draft, name, { kind: "witness", witness: { name, verifier, url: readUrl(url) } });
}

function readGroup(draft: Draft, [name, count, ...members]: readonly string[]): void {
  if (name === undefined || count === undefined || members.length === 0) {
    throw new Wrong("it must read: group <name> all|any|<number> <name>…");
  }
  for (const member of members) {
    if (member === NONE || !draft.members.has(member)) throw new Wrong(`${member} is not defined above`);
    if (draft.used.has(member)) throw new Wrong(`${member} is in a group already`);
    draft.used.add(member);
  }
  const needed = count === "all" ? members.length : count === "any" ? 1 : Number(count);
  const isNumber = count === "all" || count === "any" || /^[1-9]\d{0,5}$/.test(count);
  if (!isNumber || needed > members.length) throw new Wrong(`a group of ${members.length} cannot need ${count}`);
  define(draft, name, { kind: "group", needed, members });
}

function readQuorum(draft: Draft, [name, ...more]: readonly string[]): void {
  if (name === undefined || more.length > 0) throw new Wrong("it must read: quorum <name>|none");
  if (draft.quorum !== undefined) throw new Wrong("there are two quorum lines");
  if (name !== NONE && !draft.members.has(name)) throw new Wrong(`${name} is not defined above`);
  draft.quorum = name;
}

function define(draft: Draft, name: string, member: Member): void {
  if (name === NONE || draft.members.has(name)) throw new Wrong(`${name} is taken`);
  draft.members.set(name, member);
}

/** One key under two names would count twice. */
function addKey(draft: Draft, of: "log" | "witness", { key, type }: NoteVerifier): void {
  const public_ = `${of} ${rawPublicKey(key, type).toString("base64")}`;
  if (draft.keys.has(public_)) throw new Wrong(`another ${of} has this key`);
  draft.keys.add(public_);
}

function readUrl(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) throw new Wrong("the address is not http or https");
  // A path is put behind it.
  if (/[?#]/.test(url)) throw new Wrong("the address has a query or a fragment");
  if (parsed.username !== "" || parsed.password !== "") throw new Wrong("the address has a password in it");
  return url.replace(/(?<!\/)\/+$/, "");
}

/** Whether these witnesses, by their names in the policy, are enough. */
export function isQuorum({ members, quorum }: Policy, cosigned: ReadonlySet<string>): boolean {
  const counts = (name: string): boolean => {
    const member = members.get(name);
    if (member === undefined) return false;
    if (member.kind === "witness") return cosigned.has(name);
    return member.members.filter(counts).length >= member.needed;
  };
  return quorum === NONE || counts(quorum);
}
