import type { Header } from "./header.ts";
import type { ImportContext } from "./import-row.ts";
import type { Source } from "./mapping.ts";
import { sameWord, templateColumns } from "./mapping.ts";

export type Cells = readonly string[];

/** The value that one row has for a source; empty when it has none. */
export type Getter = (cells: Cells) => string;

/** Looks the columns of a source up once a file, so that no row does. */
export function getter(source: Source | undefined, header: Header, digest: ImportContext["digest"]): Getter {
  if (source === undefined) return () => "";
  if ("constant" in source) return () => source.constant;
  if ("column" in source) return cellGetter(source.column, header);
  if ("template" in source) return templateGetter(source.template, header);
  const parts = source.digest.map((column) => cellGetter(column, header));
  return (cells) => {
    const words = parts.map((part) => sameWord(part(cells)));
    return words.every((word) => word === "") ? "" : digest(words.join("\u001f"));
  };
}

function cellGetter(column: string, header: Header): Getter {
  const index = header.indexOf(column);
  return (cells) => cells[index]?.trim() ?? "";
}

/** Cells in the places of their braces; gaps that empty cells leave are closed. */
function templateGetter(template: string, header: Header): Getter {
  const between = template.split(/\{[^{}]+\}/);
  const parts = templateColumns(template).map((column) => cellGetter(column, header));
  return (cells) => {
    const values = parts.map((part) => part(cells));
    if (values.every((value) => value === "")) return "";
    const text = between.map((fixed, index) => fixed + (values[index] ?? "")).join("");
    return text.replace(/[^\S\n]+/g, " ").replace(/^[\s,;-]+|[\s,;-]+$/g, "");
  };
}
