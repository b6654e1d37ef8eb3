import { benchImport } from "./import.ts";
import { printFigures } from "./report.ts";
printFigures(await benchImport({ isQuick: process.argv.includes("--quick") }));
