import type { Tone } from "../../shared/Badge.tsx";
import type { Duty } from "../duties.ts";

/** `GET /v1/desk-users` */
export type DeskUser = {
  readonly id: string;
  readonly personReference: string;
  readonly duty: Duty;
  readonly displayName: string | null;
  readonly depot: string | null;
  readonly language: "fr" | "en";
  readonly isActive: boolean;
  readonly hasAccepted: boolean;
  readonly invitedUntil: string | null;
  readonly createdAt: string;
};
/** `POST /v1/desk-users`, and of a new invitation. */
export type Invitation = { readonly id: string; readonly invitation: string };

export const STATES = ["open", "invited", "expired", "closed"] as const;
export type AccountState = (typeof STATES)[number];
export const TONES: { readonly [state in AccountState]: Tone } = {
  open: "good",
  invited: "wait",
  expired: "stop",
  closed: "plain",
};

export function stateOf(
  { isActive, hasAccepted, invitedUntil }: Pick<DeskUser, "isActive" | "hasAccepted" | "invitedUntil">,
  nowMs: number,
): AccountState {
  if (!isActive) return "closed";
  if (hasAccepted) return "open";
  return invitedUntil !== null && Date.parse(invitedUntil) > nowMs ? "invited" : "expired";
}

export type UserFilters = Readonly<Record<"q" | "duty" | "state", string>>;

/** All accounts are read at once: there are as many as people at the desk. */
export function shownUsers(
  users: readonly DeskUser[],
  { q, duty, state }: UserFilters,
  sort: string,
  nowMs: number,
): readonly DeskUser[] {
  const sought = q.trim().toLowerCase();
  const by = sort.replace(/^-/, "") === "created" ? "createdAt" : "personReference";
  const found = users
    .filter((user) => duty === "" || user.duty === duty)
    .filter((user) => state === "" || stateOf(user, nowMs) === state)
    .filter((user) => `${user.personReference} ${user.displayName ?? ""}`.toLowerCase().includes(sought))
    .toSorted((one, other) => one[by].localeCompare(other[by]));
  return sort.startsWith("-") ? found.toReversed() : found;
}
