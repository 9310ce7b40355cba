import type { Translation } from "./catalogs.ts";
import type { MissingText } from "./en-missing.ts";

/** What a browser that lacks something is told, in Spanish. */
export const esMissing: Translation<MissingText> = {
  heading: "Este navegador no puede abrir una sala",
  lead: "Tacet cifra dentro del navegador. Para eso necesita algunas cosas que aquí faltan:",
  parts: {
    secure:
      "Una dirección protegida. Esta página llegó por http sin cifrar: ábrela con https, o en este equipo como localhost.",
    crypto: "Web Cryptography, que crea y usa las claves.",
    worker: "Web Workers, que mantienen las claves aparte de la página.",
    socket: "WebSocket, que llega hasta el repetidor.",
    peer: "Canales de datos WebRTC, que llevan los mensajes de navegador a navegador. Algunos navegadores y extensiones los desactivan.",
  },
  next: "Abre otra vez el enlace desde el mensaje en que llegó, en un Firefox, Chrome, Edge o Safari actual. No se ha usado.",
};
