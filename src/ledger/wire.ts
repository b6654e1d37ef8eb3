import { z } from "zod";

/** Logs as C2SP tlog-tiles, with what a verifier needs to know beforehand. */
export const logList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        name: z.string(),
        origin: z.string(),
        vkey: z.string().meta({ description: "C2SP signed-note verifier key" }),
        size: z.int(),
        current: z.boolean().meta({ description: "entries of today go into it" }),
        minimum: z.int().meta({ description: "entries before this index have expired" }),
      }),
    ),
  })
  .meta({ id: "LogList" });

export const ledgerHealth = z
  .strictObject({
    items: z.array(
      z.strictObject({
        name: z.string(),
        origin: z.string(),
        size: z.int(),
        minimum: z.int(),
        current: z.boolean(),
        isClosed: z.boolean(),
        isRefused: z
          .boolean()
          .meta({ description: "its tree must not be extended: nothing goes through until somebody looks" }),
        checkpointAt: z.string().meta({ format: "date-time" }),
        witnessed: z
          .strictObject({ at: z.string().meta({ format: "date-time" }), size: z.int() })
          .nullable()
          .meta({ description: "the latest checkpoint that enough witnesses cosigned" }),
        witnesses: z.array(
          z.strictObject({
            name: z.string(),
            cosignedAt: z.string().meta({ format: "date-time" }),
            size: z.int().meta({ description: "of the checkpoint it saw" }),
          }),
        ),
        anchoredOn: z.string().nullable().meta({ format: "date", description: "the last day (UTC) it was stamped" }),
      }),
    ),
    waiting: z.strictObject({
      entries: z.int().meta({ description: "without a place in a tree yet" }),
      oldestSeconds: z.number(),
    }),
    now: z.string().meta({ format: "date-time" }),
    next: z.null(),
  })
  .meta({ id: "LedgerHealth" });
export type LedgerHealth = z.output<typeof ledgerHealth>;

/** Entries of one page: as many as a bundle has. */
export const MAX_ENTRIES = 256;
export const entryQuery = z.strictObject({
  log: z.string().max(60),
  from: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(MAX_ENTRIES).default(100),
});
export type EntryQuery = z.output<typeof entryQuery>;
export const entryList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        index: z.int(),
        at: z.string().meta({ format: "date-time" }),
        event: z.string(),
        entry: z.record(z.string(), z.unknown()).meta({ description: "as docs/LEDGER.md says: pseudonyms and codes" }),
        isReduced: z.boolean().meta({
          description:
            "without whom it is about: whoever reads leads staff, or is of them, and it tells that somebody spoke",
        }),
      }),
    ),
    next: z.int().nullable().meta({ description: "`from` of the next page" }),
    size: z.int(),
  })
  .meta({ id: "EntryList" });
export type EntryList = z.output<typeof entryList>;

/** Days such as `2026-11-27`. */
export const anchorList = z.strictObject({ items: z.array(z.iso.date()) }).meta({ id: "AnchorList" });
