import type { PurposeLookup } from "../purposes.ts";
import type { ImportErrorCode, MissionRequest } from "../wire.ts";
import type { ImportAction, StaffKind } from "./mapping.ts";

/**
 * What is wrong at a place of the file. The sentence is the text `missions.import.<code>` with `params`.
 * Neither holds the content of a cell: it may be personal data, even in a column of codes, where columns slipped.
 */
export type RowError = {
  readonly line: number;
  /** Our name of the field, such as `customer.phone`; null when the row or the file as a whole is meant. */
  readonly field: string | null;
  readonly code: ImportErrorCode;
  /** `column`, wherever a field is named: the title that the mapping gives, else our name of the field. */
  readonly params: { readonly [name: string]: string | number };
};

/**
 * `mission`: the whole row is understood, whatever it asks for.
 * `ending`: the row says that the mission is over or cancelled, and only its reference can be relied on. A mission
 * known by it MUST end all the same (an unassigned staff member is no reason to leave contact open); where none is
 * known, `errors` say why none was made.
 * `rejected`: nothing can be done with the row, or, on the line of the header, with the file.
 */
export type ImportRow =
  | {
      readonly line: number;
      readonly kind: "mission";
      readonly action: ImportAction;
      readonly mission: MissionRequest;
      /** The source's own word, for a person to read; not for logs or the ledger. */
      readonly sourceStatus?: string;
    }
  | {
      readonly line: number;
      readonly kind: "ending";
      readonly action: Exclude<ImportAction, "open">;
      readonly reference: string;
      readonly sourceStatus?: string;
      readonly errors: readonly RowError[];
    }
  | { readonly line: number; readonly kind: "rejected"; readonly errors: readonly RowError[] };

/** What the parser cannot know by itself. Called for every row: answers MUST be at hand, nothing may throw. */
export type ImportContext = {
  /** Our staff reference for a word of the source; undefined when nobody, or more than one, is known by it. */
  readonly staffByAlias: (kind: StaffKind, value: string) => string | undefined;
  /** Keyed, stable pseudonym of a text: 1 to 200 printable characters. */
  readonly digest: (text: string) => string;
  readonly findPurpose: (name: string) => PurposeLookup;
};

/** Reports an error of the row at hand. */
export type Complain = (field: string | null, code: ImportErrorCode, params?: RowError["params"]) => void;
