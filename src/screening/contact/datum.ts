/** A number, an address, a link or a name by which somebody can be reached past the gate. Places in the folded text. */
export type ContactDatum = {
  readonly kind: "phone" | "mail" | "link" | "handle";
  readonly from: number;
  readonly to: number;
  /** Digits of a phone, as they were read; else what was written. */
  readonly value: string;
  /** 1: it is one; less: it may be one. */
  readonly certainty: number;
};
