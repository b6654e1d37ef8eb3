import type { openApi } from "./openapi.ts";

type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly "x-scope"?: string;
  readonly "x-duties"?: readonly string[];
  readonly "x-audience"?: string;
};

const HEADER = `# Routes

Generated from the descriptions the door checks requests by: \`npm test -- tests/house/routes.test.ts --update\`. Shapes of
requests and answers are in \`GET /openapi.json\`; the promises behind them are in the room of the same name.

Audience: a scope is what the machine key must have (\`Authorization: Bearer …\`); a duty is that of a signed-in person of the
desk; *staff* is a signed-in staff member, for themselves; *public* needs no key; *simulator* needs none either, and is
there only with the simulator carrier. Not in this table: \`GET /openapi.json\`, \`GET /metrics\`, and in
a demo the page \`/phones\` with its events.
`;

/** `docs/ROUTES.md` of an OpenAPI document: one table for each room, routes in the order of their paths. */
export function routesDoc(document: ReturnType<typeof openApi>): string {
  const paths = document["paths"] as { readonly [path: string]: { readonly [method: string]: Operation } };
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
  );
  const rooms = Map.groupBy(routes, ({ operationId }) => operationId.slice(0, operationId.indexOf(".")));
  const tables = [...rooms].toSorted(byName).map(([room, own]) => {
    const rows = own.map(({ method, path, summary, operationId, ...about }) => {
      const audience = [
        ...(about["x-scope"] === undefined ? [] : [`\`${about["x-scope"]}\``]),
        ...(about["x-duties"] ?? []),
        ...(about["x-audience"] === undefined ? [] : [`*${about["x-audience"]}*`]),
      ].join(", ");
      return [
        `${path} ${method}`,
        `| \`${method} ${path}\` | ${audience} | ${summary} | \`${operationId}\` |`,
      ] as const;
    });
    const lines = rows.toSorted(byName).map(([, row]) => row);
    return `\n## ${room}\n\n| route | audience | what it does | id |\n|---|---|---|---|\n${lines.join("\n")}\n`;
  });
  return HEADER + tables.join("");
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
