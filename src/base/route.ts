import type { Readable } from "node:stream";
import type { z } from "zod";

/** Who a request comes from, as the door established it. */
export type Caller = { readonly keyId: string };

/** An answer: a body under its status, or a problem whose sentence is the text `refusal.<code>`. */
export type Reply =
  | { readonly status: number; readonly body?: unknown; readonly headers?: { readonly [name: string]: string } }
  | {
      readonly status: number;
      readonly problem: string;
      readonly more?: { readonly [name: string]: unknown };
      readonly headers?: { readonly [name: string]: string };
    };

export type RouteInput = {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** The body as it arrives, for routes that `streams`. */
  readonly stream: Readable | undefined;
  readonly language: "fr" | "en";
  readonly idempotencyKey: string | undefined;
};

/**
 * One way in, described once: the door checks audience, scope and shape from it, and the OpenAPI document is made
 * from it. A route without an audience does not compile, and the server refuses to start with two of one name.
 */
export type Route = {
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  /** As in OpenAPI but with `:name`: `/v1/missions/:id`; a last `*` is whatever follows. */
  readonly path: string;
  readonly audience: { readonly machine: string } | "public" | "simulator";
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
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
