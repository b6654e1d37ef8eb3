import type { ComponentType } from "react";
import type { IconName } from "../shared/icons.tsx";
import type { DeskKey } from "./words.ts";

/** As `src/base/route.ts` has them: one an account, none includes another. */
export const DUTIES = ["dispatcher", "handler", "approver", "rights_officer", "dpo", "auditor", "admin"] as const;
export type Duty = (typeof DUTIES)[number];
export type DeskSession = {
  readonly session: string;
  readonly deskUser: string;
  readonly personReference: string;
  readonly duty: Duty;
};

/** One folder of the desk: its pages, where the menu names them, and where what needs doing leads to. */
export type Room = {
  readonly menu: readonly {
    readonly path: string;
    readonly title: DeskKey;
    readonly icon: IconName;
    readonly duties: readonly Duty[];
    /** Smaller ones first. */
    readonly order: number;
  }[];
  readonly pages: readonly {
    /** Below /desk: `/cases/:id`. */
    readonly path: string;
    readonly duties: readonly Duty[];
    /** Loaded when it is opened. The component reads its parameters by `useParams` of wouter. */
    readonly load: () => Promise<{ readonly default: ComponentType }>;
  }[];
  /** A kind of `GET /v1/desk-home`, and the address where it is done. */
  readonly home?: Readonly<Record<string, string>>;
};
