import { open } from "node:fs/promises";
import { unchecked } from "../lib/fault.mjs";

/** @import { Fault } from "../lib/fault.mjs" */

/**
 * Reads a file that may not be larger than `limit`. What it says of its size is looked at before a byte is read, so
 * that a file of 2 GB is a sentence, not a full memory.
 *
 * @param {string} path
 * @param {number} limit bytes
 * @returns {Promise<Uint8Array | Fault>}
 */
export async function readFile(path, limit) {
  const read = await readFileIfThere(path, limit);
  return read ?? unchecked("file_unreadable", { path, reason: "ENOENT" });
}

/**
 * @param {string} path
 * @param {number} limit bytes
 * @returns {Promise<Uint8Array | Fault | undefined>} Nothing when there is no such file.
 */
export async function readFileIfThere(path, limit) {
  try {
    const handle = await open(path);
    try {
      const status = await handle.stat();
      if (status.isDirectory()) return unchecked("file_unreadable", { path, reason: "EISDIR" });
      if (status.size > limit) return unchecked("file_too_large", { path, bytes: status.size, limit });
      const buffer = Buffer.allocUnsafe(status.isFile() ? status.size : limit + 1);
      const length = await fill(handle, buffer);
      return length > limit ? unchecked("file_too_large", { path, bytes: length, limit }) : buffer.subarray(0, length);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const reason = codeOf(error);
    if (reason === "ENOENT" || reason === "ENOTDIR") return undefined;
    return unchecked("file_unreadable", { path, reason });
  }
}

/**
 * A pipe gives what it has, piece by piece.
 *
 * @param {import("node:fs/promises").FileHandle} handle
 * @param {Buffer} buffer
 */
async function fill(handle, buffer) {
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

/**
 * The code of an operating system's error; anything else is a fault of this program.
 * @param {unknown} error
 */
export function codeOf(error) {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  throw error;
}
