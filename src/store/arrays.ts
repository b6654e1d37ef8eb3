/**
 * PostgreSQL arrays in the binary wire format, for statements that carry hundreds of rows: text arrays would
 * hex-encode every byte string, quote it, and have the server undo both.
 *
 * `pg` sends a Buffer parameter as binary, so each parameter MUST be cast in the statement (`$1::bytea[]`).
 * Source: PostgreSQL 18 src/backend/utils/adt/arrayfuncs.c, array_recv.
 */

const OID = { bytea: 17, int8: 20, int4: 23, text: 25, timestamptz: 1184 } as const;
const HEADER_BYTES = 20;
const NULL_LENGTH = -1;
/** PostgreSQL counts microseconds from 2000-01-01 UTC. */
const EPOCH_MS = 946_684_800_000;

function header(buffer: Buffer, oid: number, count: number, hasNulls: boolean): number {
  if (count === 0) {
    buffer.writeInt32BE(0, 0);
    buffer.writeInt32BE(0, 4);
    buffer.writeInt32BE(oid, 8);
    return 12;
  }
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(hasNulls ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
  return HEADER_BYTES;
}

export function byteaArray(values: readonly (Uint8Array | null)[]): Buffer {
  let size = HEADER_BYTES;
  let hasNulls = false;
  for (const value of values) {
    size += 4 + (value === null ? 0 : value.length);
    hasNulls ||= value === null;
  }
  const buffer = Buffer.allocUnsafe(size);
  let at = header(buffer, OID.bytea, values.length, hasNulls);
  for (const value of values) {
    at = buffer.writeInt32BE(value === null ? NULL_LENGTH : value.length, at);
    if (value === null) continue;
    buffer.set(value, at);
    at += value.length;
  }
  return buffer.subarray(0, at);
}

/** Byte strings given in base64: hashes are made and quoted so, and a Buffer each would cost more than its making. */
export function base64Array(values: readonly (string | null)[]): Buffer {
  return stringArray(OID.bytea, values, "base64", 1);
}

export function textArray(values: readonly (string | null)[]): Buffer {
  return stringArray(OID.text, values, "utf8", 3);
}

/** `mostBytes` hold any UTF-16 code unit in this encoding: a tight bound would cost a second pass over every string. */
function stringArray(
  oid: number,
  values: readonly (string | null)[],
  encoding: BufferEncoding,
  mostBytes: number,
): Buffer {
  let size = HEADER_BYTES;
  let hasNulls = false;
  for (const value of values) {
    size += 4 + (value === null ? 0 : value.length * mostBytes);
    hasNulls ||= value === null;
  }
  const buffer = Buffer.allocUnsafe(size);
  let at = header(buffer, oid, values.length, hasNulls);
  for (const value of values) {
    const written = value === null ? NULL_LENGTH : buffer.write(value, at + 4, encoding);
    buffer.writeInt32BE(written, at);
    at += 4 + Math.max(written, 0);
  }
  return buffer.subarray(0, at);
}

export function int8Array(values: readonly (number | null)[]): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * 12);
  let at = header(buffer, OID.int8, values.length, values.includes(null));
  for (const value of values) {
    at = buffer.writeInt32BE(value === null ? NULL_LENGTH : 8, at);
    if (value !== null) at = buffer.writeBigInt64BE(BigInt(value), at);
  }
  return buffer.subarray(0, at);
}

export function int4Array(values: readonly (number | null)[]): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * 8);
  let at = header(buffer, OID.int4, values.length, values.includes(null));
  for (const value of values) {
    at = buffer.writeInt32BE(value === null ? NULL_LENGTH : 4, at);
    if (value !== null) at = buffer.writeInt32BE(value, at);
  }
  return buffer.subarray(0, at);
}

/** Instants: as text, each would be written in the zone of this machine and parsed by the server. */
export function instantArray(values: readonly Date[]): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * 12);
  let at = header(buffer, OID.timestamptz, values.length, false);
  for (const value of values) {
    at = buffer.writeInt32BE(8, at);
    at = buffer.writeBigInt64BE(BigInt(value.getTime() - EPOCH_MS) * 1_000n, at);
  }
  return buffer.subarray(0, at);
}
