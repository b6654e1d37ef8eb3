import { migrate } from "../store/index.ts";
import type { Outcome } from "./command.ts";
import { done } from "./command.ts";
import { withEngine } from "./open-store.ts";
import type { Settings } from "./settings.ts";

/** The program migrates at its start; this is for whoever wants the two apart. */
export async function migrateStore(args: readonly string[], settings: Settings): Promise<Outcome | undefined> {
  if (args.length > 0) return undefined;
  return withEngine(settings, async ({ engine }) => {
    const applied = await migrate(engine.connection());
    return done(
      ...(applied.length === 0
        ? ["The database is at the schema of this release."]
        : applied.map((name) => `applied ${name}`)),
    );
  });
}
