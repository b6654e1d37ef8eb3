import { QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import "../shared/tokens.css";
import "../shared/base.css";
import "../shared/parts.css";
import "./staff.css";
import { Api, ApiContext } from "../shared/api.ts";
import { newQueries } from "../shared/queries.ts";
import { Routing } from "../shared/Routing.tsx";
import { SessionGate } from "../shared/session-gate.ts";
import { readTheme, showTheme } from "../shared/theme.ts";
import { Toasts } from "../shared/Toasts.tsx";
import { firstLanguage, loadSentences, Speaking } from "../shared/words.tsx";
import { Staff } from "./Staff.tsx";
import { installWorker } from "./install-worker.ts";

showTheme(readTheme());
const place = document.getElementById("page");
if (place === null) throw new Error("could not find the place of the page");
const language = firstLanguage();
const sentences = await loadSentences(language);
const gate = new SessionGate();
createRoot(place).render(
  <Speaking language={language} sentences={sentences}>
    <QueryClientProvider client={newQueries()}>
      <ApiContext value={new Api(gate, "/v1/staff/me")}>
        <Routing base="/staff">
          <Toasts>
            <Staff gate={gate} />
          </Toasts>
        </Routing>
      </ApiContext>
    </QueryClientProvider>
  </Speaking>,
);
installWorker();
