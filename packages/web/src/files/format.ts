import { inUse } from "../text/language.ts";
import { number, twoDigits } from "../text/numbers.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** A length for people: three digits at most, and its unit. */
export function formatBytes(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  const { locale, language } = inUse.value;
  return formatter(locale ?? language, UNITS[unit] ?? "byte", digits).format(value);
}

/** Making one takes longer than all that it formats, and a file that moves asks several times a second. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatter(locale: string, unit: string, maximumFractionDigits: number): Intl.NumberFormat {
  const key = `${locale} ${unit} ${String(maximumFractionDigits)}`;
  const unitDisplay = unit === "byte" ? "long" : "short";
  const made =
    formatters.get(key) ??
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay, maximumFractionDigits });
  formatters.set(key, made);
  return made;
}

/** m:ss, or h:mm:ss from an hour on. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const tail = twoDigits(whole % 60);
  return hours > 0 ? `${number(hours)}:${twoDigits(minutes)}:${tail}` : `${number(minutes)}:${tail}`;
}

/** What systems run, or read as orders, when it is opened. */
const PROGRAM =
  /\.(?:exe|com|scr|pif|bat|cmd|ps1|psm1|vbs|vbe|jse?|wsf|wsh|hta|msi|msp|msix|appx|lnk|url|scf|reg|inf|cpl|dll|jar|jnlp|gadget|application|library-ms|search-ms|settingcontent-ms|website|iso|img|vhdx?|chm|hlp|xll|docm|dotm|xlsm|xlam|pptm|ppam|one|sh|bash|zsh|command|tool|workflow|terminal|app|pkg|dmg|mobileconfig|desktop|appimage|run|deb|rpm|apk|ipa|py|pl|rb|html?|xhtml|shtml|mht|mhtml|svgz?|msc|rdp|appref-ms|vb|wsc|sct|pyw|pyz|iqy|slk|themepack|diagcab|msu|mst|xlsb|xltm|xla|potm|ppsm|sldm|accde|mde|scptd?|applescript|webloc|inetloc|fileloc|crx|xpi|flatpakref|snap)$/i;

/** Whether a name's ending is one that can run something. */
export function canRun(name: string): boolean {
  return PROGRAM.test(name);
}
