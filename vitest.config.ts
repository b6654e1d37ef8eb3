import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "tests/**/*.test.ts", "web/**/*.test.{ts,tsx}", "bench/**/*.test.ts"],
    exclude: process.env["LONG"] === "1" ? [] : ["tests/long/**"],
    globalSetup: "src/store/engine/test-engine.ts",
    pool: "forks",
    reporters: ["default", "./tests/house/count-reporter.ts"],
    testTimeout: process.env["LONG"] === "1" ? 3_600_000 : 60_000,
    hookTimeout: 60_000,
  },
});
