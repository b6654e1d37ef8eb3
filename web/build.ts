/** Builds all apps, one after the other: what `npm start` runs when a byte they are made of has changed. */
import { build } from "vite";
import { APPS, configOf } from "./vite.config.ts";

for (const app of APPS) await build({ ...configOf(app), configFile: false });
