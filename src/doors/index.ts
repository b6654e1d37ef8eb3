export { isCrossSite } from "./cross-site.ts";
export { healthRoutes } from "./health.ts";
export { mountDocuments } from "./documents.ts";
export { openMetrics } from "./metrics.ts";
export { openApi } from "./openapi.ts";
export { mountPhonesPage } from "./pages.ts";
export { mountPhonesEvents, phonesRoutes } from "./phones.ts";
export type { DemoCast } from "./phones.ts";
export { buildServer } from "./server.ts";
