import type { Translation } from "./catalogs.ts";
import type { ScanText } from "./en-scan.ts";

export const esScan: Translation<ScanText> = {
  heading: "Escanear código QR",
  asking: "El navegador pregunta si esta página puede usar la cámara. La imagen no sale de esta página.",
  looking: "Apunta la cámara al código QR de la sala, de modo que llene el cuadrado.",
  picture: "Lo que ve la cámara",
  faults: {
    denied:
      "Esta página no tiene permiso para usar la cámara. Permítelo en los ajustes del navegador para esta página e inténtalo de nuevo, o pega el enlace o el código.",
    none: "Aquí no se encontró ninguna cámara. Pega el enlace o el código, o escribe las cuatro palabras.",
    busy: "La cámara no se puede usar ahora: quizá la tiene otro programa. Cierra ese programa e inténtalo de nuevo.",
    stopped: "La cámara se detuvo. Inténtalo de nuevo, o pega el enlace o el código.",
  },
  other:
    "Es un código QR, pero no el de una sala. Apunta la cámara al código que está junto al enlace de la sala.",
  again: "Intentar de nuevo",
};
