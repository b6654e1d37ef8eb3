import { z } from "zod";
import type { Route } from "../base/route.ts";

type Json = { readonly [name: string]: unknown };

const PROBLEM = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    instance: z.string().meta({ description: "reference of this request" }),
    errors: z
      .array(z.strictObject({ field: z.string(), message: z.string() }))
      .optional()
      .meta({ description: "what is wrong where, for invalid_request" }),
  })
  .meta({ id: "Problem", description: "RFC 9457" });

/** OpenAPI 3.1 of the routes that are mounted, from the very schemas that check them. */
export function openApi(routes: readonly Route[], publicUrl: string): Json {
  const components = new Map<string, Json>();
  const paths: { [path: string]: { [method: string]: Json } } = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}").replace("*", "{path}");
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = operation(route, components);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Paravent", version: "1", description: "Instants are RFC 3339 UTC, phone numbers E.164." },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: Object.fromEntries(components),
      securitySchemes: {
        machineKey: { type: "http", scheme: "bearer", description: "a machine key" },
        deskSession: {
          type: "apiKey",
          in: "cookie",
          name: "paravent_desk",
          description: "a signed-in person of the desk",
        },
        staffSession: { type: "apiKey", in: "cookie", name: "paravent_staff", description: "a signed-in staff member" },
      },
    },
  };
}

function operation(route: Route, components: Map<string, Json>): Json {
  const responses: { [status: string]: Json } = {
    default: {
      description: "Problem",
      content: content("application/problem+json", schemaOf(PROBLEM, "output", components)),
    },
  };
  for (const [status, answer] of Object.entries(route.answers)) {
    responses[status] = {
      description: route.summary,
      content:
        "contentType" in answer
          ? content(answer.contentType, {})
          : content("application/json", schemaOf(answer, "output", components)),
    };
  }
  return {
    operationId: route.id,
    summary: route.summary,
    ...(typeof route.audience === "object"
      ? {
          security: [
            ...(route.audience.machine === undefined ? [] : [{ machineKey: [] }]),
            ...(route.audience.desk === undefined ? [] : [{ deskSession: [] }]),
            ...(route.audience.staff === undefined ? [] : [{ staffSession: [] }]),
          ],
          ...(route.audience.machine === undefined ? {} : { "x-scope": route.audience.machine }),
          ...(route.audience.desk === undefined ? {} : { "x-duties": route.audience.desk }),
          ...(route.audience.staff === undefined ? {} : { "x-audience": "staff" }),
        }
      : { security: [], "x-audience": route.audience }),
    parameters: [...parametersOf(route, "params", "path"), ...parametersOf(route, "query", "query")],
    ...bodyOf(route, components),
    responses,
  };
}

function bodyOf(route: Route, components: Map<string, Json>): Json {
  if (route.streams !== undefined) return { requestBody: { required: true, content: content(route.streams, {}) } };
  if (route.body === undefined) return {};
  return {
    requestBody: {
      required: true,
      content: content(
        route.isForm === true ? "application/x-www-form-urlencoded" : "application/json",
        schemaOf(route.body, "input", components),
      ),
    },
  };
}

function content(type: string, schema: Json): Json {
  return { [type]: { schema } };
}

function parametersOf(route: Route, part: "params" | "query", where: "path" | "query"): readonly Json[] {
  const schema = route[part];
  if (schema === undefined) return [];
  const json = z.toJSONSchema(schema, { io: "input", target: "draft-2020-12" }) as {
    readonly properties?: { readonly [name: string]: Json };
    readonly required?: readonly string[];
  };
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name: name === "*" ? "path" : name,
    in: where,
    required: where === "path" || (json.required ?? []).includes(name),
    schema: property,
  }));
}

/** A schema, or a reference to it when it has a name; what it uses by name goes to the components too. */
function schemaOf(schema: z.ZodType, io: "input" | "output", components: Map<string, Json>): Json {
  const text = JSON.stringify(z.toJSONSchema(schema, { io, target: "draft-2020-12" }));
  const json = JSON.parse(text.replaceAll("#/$defs/", "#/components/schemas/")) as Json & {
    readonly $defs?: { readonly [name: string]: Json };
  };
  const { $schema: _, $defs, ...own } = json;
  for (const [name, definition] of Object.entries($defs ?? {})) components.set(name, definition);
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) return own;
  const $ref = `#/components/schemas/${id}`;
  if (own["$ref"] !== $ref) components.set(id, own);
  return { $ref };
}
