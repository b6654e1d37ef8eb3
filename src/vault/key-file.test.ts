import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { addKeyVersion, createKeyFile, openKeyFile } from "./key-file.ts";
import { openKeys } from "./vault.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "paravent-keys-"));
afterAll(() => rmSync(folder, { recursive: true }));
const now = new Date("2026-03-01T08:00:00Z");
let files = 0;
const newPath = () => join(folder, `keys-${(files += 1)}.json`);
const made = () => {
  const path = newPath();
  expect(createKeyFile(path, { isDemo: false, now }).ok).toBe(true);
  return path;
};

test("a new key file holds two random keys of 256 bits, for its owner's eyes only", () => {
  const path = made();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const content = JSON.parse(readFileSync(path, "utf8"));
  expect(content).toMatchObject({ format: "paravent-keys-1", isDemo: false, current: 1 });
  expect(content.keys[0].createdAt).toBe("2026-03-01T08:00:00.000Z");
  const keys = openKeys(path);
  expect(keys.kek(1)?.symmetricKeySize).toBe(32);
  expect(keys.indexKey(1)?.symmetricKeySize).toBe(32);
  expect(keys.kek(1)?.equals(keys.indexKey(1) as never)).toBe(false);
  expect(
    openKeys(made())
      .kek(1)
      ?.equals(keys.kek(1) as never),
  ).toBe(false);
});

test("a key file is never written over another one", () => {
  const path = made();
  const before = readFileSync(path, "utf8");
  expect(createKeyFile(path, { isDemo: true, now })).toEqual({ ok: false, code: "key_file_exists" });
  expect(readFileSync(path, "utf8")).toBe(before);
});

test("a key file that others may read is refused, also one that only its group may write", () => {
  const path = made();
  for (const mode of [0o640, 0o604, 0o620, 0o601]) {
    chmodSync(path, mode);
    expect(openKeyFile(path)).toEqual({ ok: false, code: "key_file_open_to_others" });
    expect(addKeyVersion(path, now)).toEqual({ ok: false, code: "key_file_open_to_others" });
  }
  chmodSync(path, 0o400);
  expect(openKeyFile(path).ok).toBe(true);
});

test("a missing or malformed key file is refused, and nothing of it is quoted", () => {
  expect(openKeyFile(newPath())).toEqual({ ok: false, code: "key_file_missing" });
  const path = made();
  const good = JSON.parse(readFileSync(path, "utf8"));
  const bad = [
    "",
    "{",
    "null",
    JSON.stringify({ ...good, format: "paravent-keys-2" }),
    JSON.stringify({ ...good, extra: 1 }),
    JSON.stringify({ ...good, current: 2 }),
    JSON.stringify({ ...good, keys: [] }),
    JSON.stringify({ ...good, keys: [...good.keys, ...good.keys] }),
    JSON.stringify({ ...good, keys: [{ ...good.keys[0], kek: "c2hvcnQ=" }] }),
    JSON.stringify({ ...good, keys: [{ ...good.keys[0], version: 0 }] }),
  ];
  for (const text of bad) {
    writeFileSync(path, text);
    expect(openKeyFile(path)).toEqual({ ok: false, code: "key_file_malformed" });
  }
  writeFileSync(path, JSON.stringify(good));
  expect(openKeyFile(path).ok).toBe(true);
});

test("a version is added beside the others; who had the file open sees it after a reload", () => {
  const path = made();
  const open = openKeys(path);
  expect(addKeyVersion(path, now)).toEqual({ ok: true, version: 2 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(open.versions()).toEqual([1]);
  const first = open.kek(1);
  open.reload();
  expect(open.versions()).toEqual([1, 2]);
  expect(open.current()).toBe(2);
  expect(open.kek(1)?.equals(first as never)).toBe(true);
  expect(open.kek(2)?.equals(first as never)).toBe(false);
});

test("each part of a version is dropped for itself, and does not come back", () => {
  const path = made();
  addKeyVersion(path, now);
  const keys = openKeys(path);
  expect(keys.drop(1, "kek")).toEqual({ ok: true, version: 1 });
  expect(keys.kek(1)).toBeUndefined();
  expect(keys.indexKey(1)).toBeDefined();
  expect(readFileSync(path, "utf8").match(/"kek"/g)).toHaveLength(1);
  expect(keys.drop(1, "index")).toEqual({ ok: true, version: 1 });
  expect(openKeys(path).versions()).toEqual([2]);
  expect(keys.drop(7, "kek")).toEqual({ ok: false, code: "key_unknown" });
  expect(keys.addVersion(now)).toEqual({ ok: true, version: 3 });
});

test("two changes at once do not lose one: the second is refused while the first is under way", () => {
  const path = made();
  const keys = openKeys(path);
  writeFileSync(`${path}.new`, "");
  expect(keys.addVersion(now)).toEqual({ ok: false, code: "key_file_busy" });
  expect(createKeyFile(path, { isDemo: false, now })).toEqual({ ok: false, code: "key_file_busy" });
  rmSync(`${path}.new`);
  expect(addKeyVersion(path, now)).toEqual({ ok: true, version: 2 });
  expect(keys.addVersion(now)).toEqual({ ok: true, version: 3 });
  expect(openKeys(path).versions()).toEqual([1, 2, 3]);
});

test("a reload that fails leaves the keys as they were", () => {
  const path = made();
  const keys = openKeys(path);
  rmSync(path);
  expect(() => keys.reload()).toThrow("key_file_missing");
  expect(keys.kek(1)).toBeDefined();
});

test("nothing printed of an opened key file shows a key", () => {
  const path = made();
  const secret = JSON.parse(readFileSync(path, "utf8")).keys[0].kek;
  const opened = openKeyFile(path);
  expect(JSON.stringify(opened)).not.toContain(secret);
});
