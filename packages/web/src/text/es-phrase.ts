import type { Translation } from "./catalogs.ts";
import type { PhraseText } from "./en-phrase.ts";

/** Spoken phrases in Spanish. The words of a phrase stay as they are: they are one list for all. */
export const esPhrase: Translation<PhraseText> = {
  make: "Crear una frase hablada",
  makeHint:
    "Cuatro palabras en inglés para leer en voz alta, en una mesa o por teléfono. Entregan la misma invitación.",
  making: "Creando una frase",
  label: "Frase hablada",
  say: "Léela en voz alta. La otra persona la escribe en la primera página de este sitio y pulsa «Unirse».",
  once: "Funciona una sola vez.",
  left: "Tiempo restante:",
  again: "Frase nueva",
  off: "Ya dos veces alguien tenía las dos primeras palabras y no las dos últimas. Puede que alguien esté adivinando, o que el repetidor esté en medio. Envía el enlace, o vuelve a activar las frases si sabes qué falló.",
  allow: "Volver a activar las frases",
  hints: "Palabras que encajan",
  hintsSpoken: (words) =>
    `${words.join(", ")}. ${words.length === 1 ? "Tab la toma." : "Tab toma la primera."}`,
  outcomes: {
    used: "La frase se ha usado. La otra persona tiene la invitación.",
    failed:
      "Alguien tenía las dos primeras palabras y no las dos últimas, o alguien estaba en medio. No se entregó nada. Crea una frase nueva y léela despacio.",
    expired: "Nadie usó la frase a tiempo. Crea otra cuando la otra persona esté lista.",
    withdrawn: "La frase se ha retirado.",
    closed: "La invitación ya se ha usado, así que no hay nada que entregar.",
    lost: "Se perdió la conexión con el repetidor, y con ella la frase. Crea una nueva.",
    cut: "Alguien empezó con esta frase y se detuvo antes de que se compararan las palabras. Crea una frase nueva.",
    late: "Tardó demasiado, y la frase ya no sirve. Crea una nueva.",
    busy: "El repetidor no acepta más frases por ahora. Espera un minuto, o envía el enlace.",
    unavailable:
      "La parte de esta página que crea las frases no se cargó. Comprueba la conexión e inténtalo otra vez.",
  },
  joining: {
    unknown:
      "Ahora no hay ninguna frase así: se usó, es demasiado antigua, o las dos primeras palabras no son esas. Pide una frase nueva.",
    mismatch:
      "Las palabras no coincidieron, o alguien estaba en medio. Esta frase ya no sirve: pide una nueva.",
    tried:
      "Estas palabras ya se probaron desde esta página. Una frase funciona una sola vez: pide una nueva.",
    network: "El repetidor no responde. Comprueba la conexión y pulsa «Unirse» otra vez.",
    cut: "El otro lado se detuvo antes de que se compararan las palabras. Pide una frase nueva.",
    late: "Tardó demasiado, y la frase ya no sirve. Pide una nueva.",
    busy: "Se probaron demasiadas frases desde tu red. Espera un minuto y pide una frase nueva.",
    unavailable:
      "La parte de esta página que lee las frases no se cargó. Comprueba la conexión y carga la página de nuevo.",
  },
};
