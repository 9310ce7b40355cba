import { scan, type ScanText } from "./en-scan.ts";
import { inLanguage } from "./language.ts";

/** The sentences in use about scanning. */
export const text: ScanText = inLanguage("scan", scan);
