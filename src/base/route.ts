import type { Readable } from "node:stream";
import type { z } from "zod";

import type { DeskUserId, SessionId, StaffId } from "./ids.ts";

/**
 * What somebody of the desk is there for. One each, and none includes another: who hands out rights reads no case,
 * who reads cases approves nothing.
 */
export const DUTIES = ["dispatcher", "handler", "approver", "rights_officer", "dpo", "auditor", "admin"] as const;
export type Duty = (typeof DUTIES)[number];

/** Somebody of the desk. `identity`: the company's personnel reference; two accounts of one person have the same. */
export type DeskCaller = {
  readonly kind: "desk";
  readonly deskUser: DeskUserId;
  readonly identity: string;
  readonly duty: Duty;
  readonly session: SessionId;
};
export type StaffCaller = { readonly kind: "staff"; readonly staff: StaffId; readonly session: SessionId };
export type MachineCaller = { readonly kind: "machine"; readonly keyId: string };

/** Who a request comes from, as the door established it. */
export type Caller = { readonly kind: "nobody" } | MachineCaller | DeskCaller | StaffCaller;

/** Who did something, as entries of the ledger name them: an account of the desk, or a key of the company's. */
export type By = { readonly deskUser: DeskUserId } | { readonly key: string };

/** The caller of a route that is for the desk and for keys. */
export function byOf(caller: Caller): By {
  if (caller.kind === "desk") return { deskUser: caller.deskUser };
  if (caller.kind === "machine") return { key: caller.keyId };
  throw new Error("could not act for nobody");
}

/** The caller of a route whose audience is the desk only: the door let nobody else in. */
export function deskOf(caller: Caller): DeskCaller {
  if (caller.kind !== "desk") throw new Error("could not act for somebody who is not of the desk");
  return caller;
}

/** The caller of a route whose audience is staff only. */
export function staffOf(caller: Caller): StaffCaller {
  if (caller.kind !== "staff") throw new Error("could not act for somebody who is not of the staff");
  return caller;
}

/**
 * Who may call a route: whoever fits one of what is named. `machine`: keys with this scope; `desk`: signed-in people
 * of the desk with one of these duties; `staff`: a signed-in staff member, for themselves.
 */
export type Audience =
  | "public"
  | "simulator"
  | { readonly machine?: string; readonly desk?: readonly Duty[]; readonly staff?: true };

/** A header that comes several times (Set-Cookie) is a list. */
export type ReplyHeaders = { readonly [name: string]: string | readonly string[] };

/** An answer: a body under its status, a page, or a problem whose sentence is the text `refusal.<code>`. */
export type Reply =
  | { readonly status: number; readonly page: string; readonly headers?: ReplyHeaders }
  | { readonly status: number; readonly body?: unknown; readonly headers?: ReplyHeaders }
  | {
      readonly status: number;
      readonly problem: string;
      readonly more?: { readonly [name: string]: unknown };
      readonly headers?: ReplyHeaders;
    };

/** A file that came with a form. `isCut`: it was larger than the route allows, and the rest was not read. */
export type Upload = { readonly field: string; readonly bytes: Buffer; readonly isCut: boolean };
/** How many files a form may bring, and of how many bytes each. */
export type Uploads = { readonly maxFiles: number; readonly maxBytes: number };

export type RouteInput = {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** What came with a form, for routes that say `uploads`. */
  readonly files: readonly Upload[];
  /** The body as it arrives, for routes that `streams`. */
  readonly stream: Readable | undefined;
  readonly language: "fr" | "en";
  readonly idempotencyKey: string | undefined;
  readonly cookies: { readonly [name: string]: string | undefined };
  /** Where the request came from, to limit how often: an address, never written down. */
  readonly address: string;
};

/**
 * One way in, described once: the door checks audience, scope and shape from it, and the OpenAPI document is made
 * from it. A route without an audience does not compile, and the server refuses to start with two of one name.
 */
export type Route = {
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As in OpenAPI but with `:name`: `/v1/missions/:id`; a last `*` is whatever follows. */
  readonly path: string;
  readonly audience: Audience;
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The body is what an HTML form sends (application/x-www-form-urlencoded): one string a field, the last one counts. */
  readonly isForm?: boolean;
  /** The form may also come in parts (multipart/form-data), and bring files. */
  readonly uploads?: Uploads;
  /** Content type of a body that is read as a stream. */
  readonly streams?: string;
  readonly answers: { readonly [status: number]: z.ZodType | { readonly contentType: string } };
  /** Whether a POST remembers its answer under an Idempotency-Key. Off where the answer holds personal data. */
  readonly isRepeatable?: boolean;
  readonly act: (input: RouteInput, caller: Caller) => Promise<Reply>;
};

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** A route whose act sees its input as the schemas give it. */
export function route<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  description: Omit<Route, "params" | "query" | "body" | "act"> & {
    readonly params?: P;
    readonly query?: Q;
    readonly body?: B;
    readonly act: (
      input: Omit<RouteInput, "params" | "query" | "body"> & {
        readonly params: Parsed<P>;
        readonly query: Parsed<Q>;
        readonly body: Parsed<B>;
      },
      caller: Caller,
    ) => Promise<Reply>;
  },
): Route {
  return description as unknown as Route;
}
