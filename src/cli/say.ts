import type { Config } from "../base/config.ts";
import type { Program } from "./start.ts";

/** Says why nothing was started, each reason on a line of its own. The process ends by itself: nothing runs. */
export function stopStart(reasons: readonly string[]): void {
  for (const reason of reasons) console.error(`paravent: ${reason}`);
  process.exitCode = 1;
}

/** Says where everything is. */
export function sayStarted(config: Config, { url, engine }: Program): void {
  const lines = [
    "Paravent is ready.",
    ...(config.isDemo ? [`  two handsets   ${url}/phones`] : []),
    `  staff app      ${url}/staff`,
    `  desk console   ${url}/desk`,
    `  API            ${url}/openapi.json`,
    `  health         ${url}/healthz/ready`,
    `  metrics        ${url}/metrics`,
    `  store          PostgreSQL ${engine.serverVersion} (${engine.kind}), data in ${config.dataFolder}`,
  ];
  if (config.apiKey === undefined)
    lines.push("  no machine key: set PARAVENT_API_KEY (32 characters or more) to use the API");
  console.log(lines.join("\n"));
}
