export { sayStarted, stopStart } from "./say.ts";
export { startProgram } from "./start.ts";
