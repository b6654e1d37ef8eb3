import { lazy } from "react";
import { hasSignedIn } from "./kept-day.ts";

const frame = () => import("./Frame.tsx");
export const Frame = lazy(async () => ({ default: (await frame()).Frame }));
/** On a device that was signed in: asked for beside whoever it is, not after. */
if (hasSignedIn()) frame().catch(() => undefined);
