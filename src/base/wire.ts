import { z } from "zod";

/** What an act on one thing is addressed by: `/v1/missions/:id`. Longer than any id is none. */
export const idParam = z.strictObject({ id: z.string().max(100) });

/** The company's own reference of a document or a person: never what it says, never a name. */
export const ownReference = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,59}$/);
