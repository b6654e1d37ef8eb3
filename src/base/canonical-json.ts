/** What a ledger entry may hold. Numbers are safe integers only: RFC 8785 float printing is never needed. */
export type CanonicalValue =
  | string
  | number
  | boolean
  | null
  | readonly CanonicalValue[]
  | { readonly [name: string]: CanonicalValue | undefined };

/**
 * Canonical JSON text: members sorted by UTF-16 code units, no white space, undefined members left out.
 *
 * Throws for what has no canonical form here: unsafe or fractional numbers and lone surrogates.
 * Source: RFC 8785 §3.2.
 */
export function canonicalJson(value: CanonicalValue): string {
  if (value === null) return "null";
  switch (typeof value) {
    case "string":
      return canonicalString(value);
    case "boolean":
      return value ? "true" : "false";
    case "number":
      if (!Number.isSafeInteger(value)) throw new Error("could not write a number that is not a safe integer");
      return Object.is(value, -0) ? "0" : String(value);
    default:
      return Array.isArray(value)
        ? `[${(value as readonly CanonicalValue[]).map((item) => canonicalJson(item)).join(",")}]`
        : canonicalObject(value as { readonly [name: string]: CanonicalValue | undefined });
  }
}

function canonicalObject(value: { readonly [name: string]: CanonicalValue | undefined }): string {
  const names = Object.keys(value).sort();
  let text = "{";
  for (const name of names) {
    const member = value[name];
    if (member === undefined) continue;
    if (text.length > 1) text += ",";
    text += `${canonicalString(name)}:${canonicalJson(member)}`;
  }
  return `${text}}`;
}

/** JSON.stringify would escape a lone surrogate, which RFC 8785 forbids: two readers could disagree on the bytes. */
function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new Error("could not write a string with a lone surrogate");
  return JSON.stringify(text);
}
