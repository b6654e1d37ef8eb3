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

/** Days such as `2026-11-27`. */
export const anchorList = z.strictObject({ items: z.array(z.iso.date()) }).meta({ id: "AnchorList" });
