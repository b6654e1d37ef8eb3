import fc from "fast-check";
import { expect, test } from "vitest";
import type { NoteVerifier } from "./note.ts";
import {
  ed25519Signer,
  hasControls,
  isKeyName,
  openNote,
  parseSignatureLines,
  parseVkey,
  splitNote,
  strictBase64,
} from "./note.ts";

/** Source: C2SP signed-note v1.0.0, example. */
const VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const LINE =
  "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
const NOTE = `This is an example message.\n\n${LINE}`;
const foo = verifierOf(VKEY);
const ours = ed25519Signer("log.example/one", Buffer.alloc(32, 1));
const our = verifierOf(ours.vkey);
const other = ed25519Signer("log.example/two", Buffer.alloc(32, 2));

function verifierOf(vkey: string): NoteVerifier {
  const verifier = parseVkey(vkey);
  if (verifier === undefined) throw new Error(`could not read ${vkey}`);
  return verifier;
}

test("the key and the note of the specification are read, and verify", () => {
  expect(foo).toMatchObject({ name: "example.com/foo", keyId: 0x530d903a, type: 1 });
  const opened = openNote(NOTE, [foo]);
  expect(opened).toMatchObject({ ok: true, text: "This is an example message.\n" });
  expect(opened.ok && opened.verified.map(({ line }) => line)).toEqual([LINE]);
});

const [name, id, key] = [VKEY.slice(0, 15), VKEY.slice(16, 24), VKEY.slice(25)];
test.each([
  ["another id", `${name}+530d903b+${key}`],
  ["another name", `example.com/fop+${id}+${key}`],
  ["no name", `+${id}+${key}`],
  ["a space in the name", `example.com/ foo+${id}+${key}`],
  ["an id in capitals", `${name}+530D903A+${key}`],
  ["an id of seven digits", `${name}+530d903+${key}`],
  ["an id with a prefix", `${name}+0x530d903a+${key}`],
  ["no id", `${name}+${key}`],
  ["a key that is cut", `${name}+${id}+${key.slice(0, -4)}`],
  ["a key that is longer", `${name}+${id}+${key}AAAA`],
  ["a key without its padding or with too much", `${name}+${id}+${key}=`],
  ["base 64 for addresses", `${name}+${id}+${key.replace("e", "_")}`],
  ["a type that is none of ours", `${name}+${id}+Ag${key.slice(2)}`],
  ["a line end", `${VKEY}\n`],
  ["a space before", ` ${VKEY}`],
  ["nothing", ""],
  ["far too much", `${name}+${id}+${"A".repeat(2_000_000)}`],
])("a key with %s is none", (_, vkey) => {
  expect(parseVkey(vkey)).toBeUndefined();
  expect(parseVkey(VKEY)).toBeDefined();
});

test("lines of keys that are not known are passed over, also if they share a name or an id with one that is", () => {
  const text = "text\n";
  const sameName = ed25519Signer(ours.name, Buffer.alloc(32, 9)).sign(text);
  // The id of ours under another name.
  const sameId = ours.sign(text).replace(ours.name, "log.example/three");
  const note = `${text}\n${other.sign(text)}${sameName}${sameId}${ours.sign(text)}`;
  const opened = openNote(note, [our]);
  expect(opened.ok && opened.verified.map(({ line }) => line)).toEqual([ours.sign(text)]);
  expect(openNote(`${text}\n${other.sign(text)}${sameName}${sameId}`, [our])).toEqual({ ok: false, code: "unsigned" });
});

test("one line that says it is of a known key and is not makes the whole note refused", () => {
  const text = "text\n";
  const wrong = ours.sign("another text\n");
  expect(openNote(`${text}\n${ours.sign(text)}${wrong}`, [our])).toEqual({ ok: false, code: "bad_signature" });
  expect(openNote(`${text}\n${wrong}${ours.sign(text)}`, [our])).toEqual({ ok: false, code: "bad_signature" });
  expect(openNote(`${text}\n${ours.sign(text)}${other.sign(text)}`, [our]).ok).toBe(true);
});

const [start, base64] = [LINE.slice(0, 18), LINE.slice(18, -1)];
test.each([
  ["no signature", "This is an example message.\n\n"],
  ["no empty line", `This is an example message.\n${LINE}`],
  ["a last line that is cut", NOTE.slice(0, -1)],
  ["something behind it", `${NOTE}\n`],
  ["a text between signatures", `This is an example message.\n\n${LINE}text\n`],
  ["a tab", NOTE.replace("an example", "an\texample")],
  ["a carriage return", NOTE.replaceAll("\n", "\r\n")],
  ["a null", NOTE.replace("an example", "an\0example")],
  ["half a character", NOTE.replace("an example", "an \ud83d example")],
  ["a hyphen for the dash", NOTE.replace("—", "-")],
  ["two spaces", NOTE.replace("foo U", "foo  U")],
  ["a space at the end", `This is an example message.\n\n${start}${base64} \n`],
  ["a no-break space in a name", NOTE.replace("com/foo", "com/\u00a0foo")],
  ["a plus in a name", NOTE.replace("com/foo", "com/f+o")],
  ["no name", NOTE.replace("example.com/foo", "")],
  ["base 64 without its padding", NOTE.replace("=\n", "\n")],
  ["base 64 with bits that are not used", NOTE.replace("QM=", "QN=")],
  ["base 64 for addresses", NOTE.replace(" Uw2", " U_2")],
  ["a signature of four bytes", `This is an example message.\n\n${start}Uw2QOg==\n`],
  ["101 lines", `This is an example message.\n\n${LINE.repeat(101)}`],
  ["more than a million characters", `${"x".repeat(1_000_000)}\n\n${LINE}`],
])("a note with %s is malformed", (_, note) => {
  expect(openNote(note, [foo])).toEqual({ ok: false, code: "malformed" });
});

test("what looks like it but is allowed: empty lines in the text, 100 lines, a name with a byte order mark", () => {
  const text = "\n\none\n\n\n";
  expect(openNote(`${text}\n${ours.sign(text)}`, [our])).toMatchObject({ ok: true, text });
  expect(openNote(`This is an example message.\n\n${LINE.repeat(100)}`, [foo]).ok).toBe(true);
  expect(openNote(`${NOTE}— a\ufeffb AAAAAAA=\n`, [foo]).ok).toBe(true);
  expect(isKeyName("é/\u{1f512}")).toBe(true);
  expect(isKeyName("")).toBe(false);
});

/** Text of a note: lines of any characters, the last one ended. */
const anyText = fc
  .array(fc.string({ unit: "binary", maxLength: 20 }), { maxLength: 5 })
  .map((lines) => `${lines.join("\n")}\n`)
  .filter((text) => text.isWellFormed() && !hasControls(text, "\n"));

test("whatever was signed opens, and gives back its text", () => {
  const property = fc.property(anyText, (text) => {
    expect(openNote(`${text}\n${other.sign(text)}${ours.sign(text)}`, [our])).toMatchObject({ ok: true, text });
  });
  fc.assert(property);
});

test("a note in which anything was changed, put in or taken out does not open", () => {
  const text = "log.example/one\n17\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  const note = `${text}\n${ours.sign(text)}`;
  const anyCharacter = fc.oneof(fc.constantFrom("\n", " ", "+", "=", "A", "—", "\0"), fc.string({ unit: "binary" }));
  const property = fc.property(fc.nat(note.length), fc.nat(2), anyCharacter, (at, removed, added) => {
    const changed = note.slice(0, at) + added + note.slice(at + removed);
    fc.pre(changed !== note);
    expect(openNote(changed, [our]).ok).toBe(false);
  });
  expect(openNote(note, [our]).ok).toBe(true);
  fc.assert(property, { numRuns: 2_000 });
});

test("no input makes a parser throw", () => {
  const piece = fc.constantFrom("\n", "\n\n", "— ", " ", "+", LINE, VKEY, ours.sign("a\n"), "AAAA", "=", "\ud800");
  const soup = fc.array(fc.oneof(piece, fc.string({ unit: "binary" })), { maxLength: 20 }).map((all) => all.join(""));
  const property = fc.property(soup, (text) => {
    const opened = openNote(text, [foo, our]);
    if (opened.ok) expect(text.startsWith(`${opened.text}\n— `)).toBe(true);
    const split = splitNote(text);
    // What was read is what stood there, byte for byte.
    if (split !== undefined) expect(`${split.text}\n${split.lines.map(({ line }) => line).join("")}`).toBe(text);
    expect(parseSignatureLines(text)?.length ?? 1).toBeGreaterThan(0);
    expect(parseVkey(text)?.vkey ?? text).toBe(text);
  });
  fc.assert(property, { numRuns: 1_000 });
});

test("base 64 has one form", () => {
  const property = fc.property(
    fc.uint8Array({ maxLength: 100 }),
    fc.nat(140),
    fc.string({ maxLength: 2 }),
    (bytes, at, put) => {
      const text = Buffer.from(bytes).toString("base64");
      expect(strictBase64(text)).toEqual(Buffer.from(bytes));
      const changed = text.slice(0, at) + put + text.slice(at);
      const read = strictBase64(changed);
      if (read !== undefined) expect(read.toString("base64")).toBe(changed);
      if (changed !== text) expect(read).not.toEqual(Buffer.from(bytes));
    },
  );
  fc.assert(property);
});

test("a million characters that lead a reader astray are refused within a second", () => {
  for (const bait of ["A", "\n", "\n\n", "— a AAAA\n", "+", " ", "— ", "="]) {
    const began = performance.now();
    expect(openNote(`a\n\n${bait.repeat(990_000 / bait.length)}`, [foo]).ok).toBe(false);
    parseVkey(bait.repeat(1_000_000));
    expect(performance.now() - began).toBeLessThan(1_000);
  }
});
