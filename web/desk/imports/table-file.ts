/** The beginning of a table that somebody exported: enough to say what its columns are. */
export type TableStart = {
  readonly separator: Separator;
  readonly columns: readonly string[];
  /** The first rows, cell by cell. */
  readonly rows: readonly (readonly string[])[];
};

export const SEPARATORS = [";", ",", "\t"] as const;
export type Separator = (typeof SEPARATORS)[number];

/** Bytes read of a file before it is sent: titles and some rows of any export. */
const START_BYTES = 65_536;
const SHOWN_ROWS = 3;

export async function readStart(file: Blob, separator: Separator | "auto"): Promise<TableStart | undefined> {
  const bytes = new Uint8Array(await file.slice(0, START_BYTES).arrayBuffer());
  return startOf(decode(bytes), separator);
}

/** UTF-8 unless that cannot be, then what Windows wrote in Western Europe: as the server reads it. */
function decode(bytes: Uint8Array): string {
  try {
    // The last character may have been cut in the middle: it is waited for, not refused.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

export function startOf(text: string, separator: Separator | "auto"): TableStart | undefined {
  const chosen = separator === "auto" ? likelySeparator(text) : separator;
  const [columns, ...rows] = splitRows(text, chosen, SHOWN_ROWS + 1);
  if (columns === undefined || columns.every((title) => title.trim() === "")) return undefined;
  return { separator: chosen, columns: columns.map((title) => title.trim()), rows };
}

/** The sign that stands most often in the line of titles. */
function likelySeparator(text: string): Separator {
  const [line = ""] = text.split(/\r?\n/, 1);
  const counts = SEPARATORS.map((one) => [one, line.split(one).length] as const);
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/** Cells in quotes may hold separators, line ends and doubled quotes. Source: RFC 4180 §2. */
function splitRows(text: string, separator: string, most: number): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const source = text.replace(/^\uFEFF/, "");
  for (let at = 0; at < source.length && rows.length < most; at += 1) {
    const sign = source.charAt(at);
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell === "") isQuoted = true;
    else if (sign === separator) {
      row.push(cell);
      cell = "";
    } else if (sign === "\n") {
      rows.push([...row, cell.replace(/\r$/, "")]);
      row = [];
      cell = "";
    } else cell += sign;
  }
  if (rows.length < most && (cell !== "" || row.length > 0)) rows.push([...row, cell]);
  return rows;
}
