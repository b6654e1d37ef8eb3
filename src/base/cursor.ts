import type { Id, IdKind } from "./ids.ts";
import { parseId } from "./ids.ts";

/** Where a page of a list ended: in the order of an instant, then of an id. */
export type Cursor<K extends IdKind> = { readonly at: Date; readonly id: Id<K> };

/** The cursor that continues after this item: opaque to whoever holds it. */
export function cursorAfter({ at, id }: Cursor<IdKind>): string {
  return Buffer.from(`${at.toISOString()} ${id}`).toString("base64url");
}

/** Undefined for what is no cursor of such a list. */
export function parseCursor<K extends IdKind>(kind: K, cursor: string): Cursor<K> | undefined {
  const [instant = "", name = ""] = Buffer.from(cursor, "base64url").toString("utf8").split(" ");
  const id = parseId(kind, name);
  const at = new Date(instant);
  return id === undefined || Number.isNaN(at.getTime()) ? undefined : { at, id };
}
