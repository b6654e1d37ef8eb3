import { benchGate } from "./gate.ts";
import { benchHttp } from "./http.ts";
import { benchImport } from "./import.ts";
import { printFigures } from "./report.ts";
const isQuick = process.argv.includes("--quick");
if (process.argv.includes("gate")) printFigures(await benchGate({ isQuick }));
if (process.argv.includes("http")) printFigures(await benchHttp({ isQuick }));
if (process.argv.includes("import")) printFigures(await benchImport({ isQuick }));
