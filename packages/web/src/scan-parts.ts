/** The part of the page that scans a QR code: the camera's dialog and the decoder. It is fetched at a press on "Scan QR code". */
import style from "./style/scan.css?inline";

export { ScanDialog } from "./scan/scan-dialog.tsx";

const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
document.adoptedStyleSheets.push(sheet);
