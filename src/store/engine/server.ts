import type pg from "pg";
import { EngineRefused } from "./refusals.ts";

const SERVER_AND_DATABASE = /^(postgres(?:ql)?:\/\/[^/?]*)(\/[^?]*)?/;

/** How a PostgreSQL server of the operator's own is reached. Refuses an address that is none: `server_unreachable`. */
export function serverConnection(databaseUrl: string): (database?: string) => pg.ClientConfig {
  if (!SERVER_AND_DATABASE.test(databaseUrl)) {
    throw new EngineRefused({
      code: "server_unreachable",
      detail: "DATABASE_URL is not of the form postgres://user:password@host:5432/database",
    });
  }
  return (database) => {
    if (database === undefined) return { connectionString: databaseUrl };
    const other = (_: string, server: string) => `${server}/${encodeURIComponent(database)}`;
    return { connectionString: databaseUrl.replace(SERVER_AND_DATABASE, other) };
  };
}
