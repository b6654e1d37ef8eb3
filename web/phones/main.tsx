import { createRoot } from "react-dom/client";
import "../shared/tokens.css";
import "../shared/base.css";
import "./handset.css";
import "./mission.css";
import "./record.css";
import "./story.css";
// Last: what the parts become on a wide and on a narrow screen.
import "./page.css";
import { languageOf } from "../shared/text.ts";
import { Page } from "./Page.tsx";

const place = document.getElementById("page");
if (place === null) throw new Error("could not find the place of the page");
createRoot(place).render(<Page firstLanguage={languageOf(location.search, navigator.languages)} />);
