export { simulatorRoutes } from "./http.ts";
export { HIDDEN, Simulator } from "./simulator.ts";
