/** A program of its own that opens the engine of the folder named and says how that went: tests kill it. */
import { EngineRefused, openEngine } from "./engine.ts";

const [, , dataDir = ""] = process.argv;
try {
  const engine = await openEngine({ dataDir });
  process.stdout.write(`${JSON.stringify({ opened: engine.connection() })}\n`);
  process.on("SIGTERM", () => void engine.stop());
} catch (error) {
  if (!(error instanceof EngineRefused)) throw error;
  process.stdout.write(`${JSON.stringify({ refused: error.refusal })}\n`);
}
