const TIMESTAMPTZ_OID = 1184;
const HEADER_BYTES = 20;
const ELEMENT_BYTES = 12;
/** PostgreSQL counts from 2000-01-01 UTC. */
const EPOCH_MS = 946_684_800_000;

/**
 * `timestamptz[]` in the binary wire format, like the arrays of `arrays.ts`; the parameter MUST be cast in the statement.
 * As text, each instant would be written in the zone of this machine and parsed by the server.
 * Source: PostgreSQL 18 src/backend/utils/adt/timestamp.c, timestamptz_recv: microseconds, int8.
 */
export function instantArray(instants: readonly Date[]): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + instants.length * ELEMENT_BYTES);
  // An array of one dimension, or of none where it is empty; no nulls; indexes begin with 1.
  let at = buffer.writeInt32BE(instants.length === 0 ? 0 : 1);
  at = buffer.writeInt32BE(0, at);
  at = buffer.writeInt32BE(TIMESTAMPTZ_OID, at);
  if (instants.length === 0) return buffer.subarray(0, at);
  at = buffer.writeInt32BE(instants.length, at);
  at = buffer.writeInt32BE(1, at);
  for (const instant of instants) {
    at = buffer.writeInt32BE(8, at);
    at = buffer.writeBigInt64BE(BigInt(instant.getTime() - EPOCH_MS) * 1_000n, at);
  }
  return buffer;
}
