/** What is read in Spanish before a room. The reader is addressed as tú; both together are not addressed, which differs by country. */
import type { Translation } from "./catalogs.ts";
import type { Text } from "./en.ts";
import type { Counting } from "./numbers.ts";

const page: Translation<Text["page"]> = {
  description: "Conversación privada que no deja nada atrás.",
  language: "Idioma",
  menu: "Mostrar menú",
  languageFailed: "Este idioma no se cargó. Comprueba la conexión y vuelve a elegirlo.",
};

const joining: Translation<Text["joining"]> = {
  heading: "Tienes una invitación",
  first: "Alguien te envió un enlace a una sala para dos.",
  second: "Cuando te unas, el enlace quedará usado y nadie más podrá entrar con él.",
  address: "En una vía directa, la otra persona puede ver tu dirección de red.",
  name: "Tu nombre",
  optional: "opcional",
  nameHint: "Solo lo ve la otra persona. Hasta 20 caracteres.",
  join: "Unirse a la sala",
  lostHeading: "Este enlace ha perdido su clave",
  damagedHeading: "Este enlace no se puede abrir",
  lost: "Falta la parte que va después de #. Esta página la quita de la barra de direcciones al abrirse, así que se pierde al recargar, y algunos programas la cortan. Abre otra vez el enlace desde el mensaje en que llegó, o pégalo aquí entero.",
};

const hiding: Translation<Text["hiding"]> = {
  hide: "Ocultar mi dirección",
  price:
    "Entonces la otra persona no ve tu dirección de red, ni tú la suya: todo pasa por el repetidor. Es más lento, y allí las llamadas y los archivos tienen límites. El repetidor ve los tamaños y las horas de bloques sellados, y que se envía un archivo y más o menos cuánto ocupa, y no puede leer nada de ello.",
};

const landing: Translation<Text["landing"]> = {
  heading: "Una conversación para dos que no deja nada atrás.",
  create: "Crear una sala",
  kinds: "Más tipos de sala",
  field: "Enlace, código o cuatro palabras",
  join: "Unirse",
  scan: "Escanear código QR",
  lead: "Sin cuenta, sin instalar nada. Ciérrala y desaparece.",
  how: "Cómo funciona",
  howSteps: [
    "Creas una sala y envías su enlace a una persona.",
    "Esa persona pulsa «Unirse a la sala». Los dos navegadores acuerdan claves que nadie más tiene.",
    "La conversación va de navegador a navegador. Cuando una de las dos personas se va, o se acaba el tiempo, la sala desaparece.",
  ],
  blind: "Lo que no podemos ver",
  blindSteps: [
    "Lo que se escribe, los nombres y cuándo se teclea: se sella antes de salir del navegador.",
    "Las claves: se crean en los dos lados y no se envían nunca.",
    "Sí vemos dos direcciones de red y las horas a las que se conectan.",
  ],
  blindMore: "Todo lo que vemos, y de qué no protegemos (en inglés)",
  host: "Aloja el tuyo",
  hostSteps: [
    "El repetidor es un solo programa y no necesita base de datos.",
    "Node y un comando lo ponen en marcha, con la página incluida.",
    "No lleva ningún registro ni escribe nada sobre las salas.",
  ],
  privacy: "Privacidad (en inglés)",
  home: "Tacet, al inicio",
};

const invitationFaults = ({ number }: Counting<"es">): Translation<Text["invitationFaults"]> => ({
  empty: "Pega el enlace o el código que te enviaron, o escribe las cuatro palabras.",
  count: "Una frase tiene cuatro palabras. Escríbelas todas, en su orden.",
  word: (place) =>
    `La palabra ${number(place)} no es una de las que forman las frases. Pide que te la repitan.`,
  "no-words":
    "La parte de esta página que lee las frases no se cargó. Comprueba la conexión e inténtalo otra vez.",
  looking: "Buscando la frase y comparando las palabras",
  "too-long": "Es más largo que cualquier enlace o código. Pega solo el enlace.",
  "not-an-invitation": "No es un enlace ni un código de una sala. Cópialo otra vez, entero.",
  "key-missing":
    "Falta la clave: la parte que va después de # o de los dos puntos. Pide otra vez el enlace, o cópialo entero.",
  "room-id": "En la primera parte hay un carácter equivocado o falta uno. Copia otra vez el enlace, entero.",
  version:
    "Este enlace necesita una versión más nueva de esta página. Recarga la página, o pide un enlace nuevo.",
  key: "La clave que contiene está dañada: hay un carácter equivocado o falta uno. Copia otra vez el enlace, entero.",
  scheme: "El enlace no está protegido en su camino (empieza por http). Pide uno que empiece por https.",
  host: "La dirección del repetidor que contiene no está bien escrita. Copia otra vez el enlace, entero.",
  elsewhere: (host) =>
    `Esta sala está en otro repetidor. Abre el enlace mismo, o abre \u2068${host}\u2069 y pégalo allí.`,
});

const stuck: Translation<Text["stuck"]> = {
  heading: "Una parte de esta página no se cargó",
  lead: "No es culpa tuya, y no se abrió ninguna sala.",
  invited: "El enlace no se ha usado.",
  next: "Comprueba la conexión e inténtalo otra vez. Si no basta, carga la página de nuevo, o prueba con otro navegador.",
  again: "Intentarlo otra vez",
};

const trouble: Translation<Text["trouble"]> = {
  heading: "Algo se rompió en esta página",
  lead: {
    room: "No es culpa tuya. Por seguridad, la sala se cerró aquí y todo lo dicho se quitó de esta página.",
    invitation: "No es culpa tuya. No se abrió nada, y el enlace no se ha usado.",
    nothing: "No es culpa tuya. No había nada abierto, así que no se pierde nada.",
  },
  worker: "La parte de esta página que guarda las claves se detuvo, o ya no responde.",
  page: "Una parte de esta página se detuvo de forma inesperada.",
  next: {
    room: "Crea una sala nueva y envía un enlace nuevo. Si vuelve a pasar, prueba con otro navegador.",
    invitation: "Abre otra vez el enlace desde el mensaje en que llegó, o en otro navegador.",
    nothing: "Carga la página de nuevo. Si vuelve a pasar, prueba con otro navegador.",
  },
  newRoom: "Sala nueva",
};

export const esStart = (counting: Counting<"es">): Translation<Text> => ({
  page,
  joining,
  hiding,
  landing,
  invitationFaults: invitationFaults(counting),
  stuck,
  trouble,
});
