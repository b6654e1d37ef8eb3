export { Simulator, simulatorRoutes } from "./simulator/index.ts";
