/** A room in Spanish. */
import type { Translation } from "./catalogs.ts";
import type { RoomText } from "./en-room.ts";
import { esEmoji } from "./es-emoji.ts";
import { esEnds, esEndVariants } from "./es-ends.ts";
import type { Counting } from "./numbers.ts";

const newMessages = (count: number, { plural }: Counting<"es">): string =>
  plural(count, { one: "# mensaje nuevo", many: "# de mensajes nuevos", other: "# mensajes nuevos" });

const room = (counting: Counting<"es">): Translation<RoomText["room"]> => ({
  status: {
    waiting: ["Esperando", "a la otra persona"],
    connecting: ["Conectando", "acordando claves"],
    securing: ["Reforzando", "claves nuevas en la vía directa"],
    secure: ["P2P segura", "el repetidor no puede leerla"],
    reconnecting: ["Reconectando", "lo que envíes espera aquí"],
    ended: ["Terminada", ""],
  },
  reaching: "buscando el repetidor",
  looking: "buscando la sala",
  secureRelayed: "Segura por repetidor",
  connection: "Conexión",
  details: "Detalles de la conexión",
  timeLeft: "Tiempo restante",
  invite: "Invitar",
  leave: "Salir",
  burn: "Destruir sala",
  burnWords: ["Destruir", "sala"],
  heading: "Una sala para dos",
  messages: "Mensajes",
  message: "Mensaje",
  send: "Enviar",
  newMessages: (count) => newMessages(count, counting),
  you: "Tú",
  fileWaits: "La parte de esta página que muestra archivos aún no ha llegado. Se pide otra vez.",
  other: "La otra persona",
  empty: "Conectado. El repetidor no puede leer lo que se diga aquí.",
  arriving: "Esperando a que responda el navegador de la otra persona.",
  reachingLong: "Buscando el repetidor. Tras un minuto sin respuesta, esta página desiste.",
  lookingLong:
    "Buscando la sala. El repetidor no la conoce, lo que puede pasar durante unos segundos después de reiniciarse.",
  agreeing: "Los dos navegadores están acordando las claves.",
  typing: "está escribiendo",
  queued: "Lo que envíes espera aquí hasta que llegue la otra persona. «Invitar» muestra otra vez el enlace.",
  away: "no está. Lo que envíes espera aquí hasta que vuelva.",
  minutesLeft: (minutes) =>
    counting.plural(minutes, {
      one: "Queda # minuto en esta sala.",
      many: "Quedan # de minutos en esta sala.",
      other: "Quedan # minutos en esta sala.",
    }),
  secondsLeft: (seconds) =>
    counting.plural(seconds, {
      one: "Queda # segundo en esta sala.",
      many: "Quedan # de segundos en esta sala.",
      other: "Quedan # segundos en esta sala.",
    }),
  announcement: (name, said) => `${name}: ${said}`,
  announcements: (count, name, said) => `${newMessages(count, counting)}. El último, de ${name}: ${said}`,
});

const states: Translation<RoomText["states"]> = {
  sending: "enviando",
  sent: "enviado",
  delivered: "entregado",
  failed: "no entregado",
  read: "leído",
};

const acts = ({ number }: Counting<"es">): Translation<RoomText["acts"]> => ({
  reply: "Responder",
  react: "Reaccionar",
  copy: "Copiar",
  edit: "Editar",
  delete: "Eliminar",
  cancel: "Cancelar",
  edited: "editado",
  editing: "Editando:",
  replying: "Respuesta a",
  answers: "Responde a",
  deletedOwn: "Eliminaste este mensaje.",
  deletedTheirs: "Este mensaje se eliminó.",
  quotesDeleted: "Responde a un mensaje que se eliminó.",
  quotesUnknown: "Responde a un mensaje que no está aquí.",
  reactions: "Reacciones",
  emoji: [
    ["👍", "Me gusta"],
    ["❤️", "Corazón"],
    ["😂", "Risa"],
    ["😮", "Sorpresa"],
    ["😢", "Tristeza"],
    ["🙏", "Gracias"],
  ],
  given: (emoji, count) => `Reacción ${emoji}, ${number(count)}`,
  gone: "Ese mensaje ya no se puede cambiar.",
  noEmoji: "Eso no es un solo emoji.",
});

const composer = ({ number, plural }: Counting<"es">): Translation<RoomText["composer"]> => ({
  used: (units, limit) => `${number(units)} de ${number(limit)} caracteres`,
  over: (units) =>
    plural(units, {
      one: "Sobra # carácter. Acórtalo, o envíalo en dos mensajes.",
      many: "Sobran # de caracteres. Acórtalo, o envíalo en dos mensajes.",
      other: "Sobran # caracteres. Acórtalo, o envíalo en dos mensajes.",
    }),
  empty: "No contiene nada que enviar.",
  tooLong: "Es más largo de lo que puede ser un mensaje. Envíalo en dos.",
  compare: "Primero comparen («Verificar»). Antes no se puede decir nada.",
  tooMany: "Demasiados mensajes esperan a la otra persona. Envía este cuando hayan llegado algunos.",
  ended: "La sala ha terminado. Ya no se puede enviar nada.",
});

const invitation: Translation<RoomText["invitation"]> = {
  heading: "Invitar",
  lead: "Envía este enlace a una persona. Funciona una sola vez.",
  next: "Lo abre y pulsa «Unirse a la sala». Aquí verás que ha llegado.",
  link: "Enlace de la sala",
  copyLink: "Copiar enlace",
  code: "Código para compartir",
  copyCode: "Copiar código",
  codeHint:
    "Lo mismo, para pegarlo en «Enlace, código o cuatro palabras». No deja ningún enlace en el historial del navegador.",
  copied: "Copiado",
  copyFailed: "El navegador no permitió copiar. El texto está seleccionado: cópialo a mano.",
  qr: "Código QR del enlace de la sala",
  qrHint: "O que la otra persona apunte aquí con una cámara.",
  qrFailed: "No se pudo crear la imagen. El enlace y el código funcionan sin ella.",
  close: "Cerrar",
  creating: "Creando la sala",
  creatingHint:
    "Las claves se crean en este navegador. El repetidor se entera de que hay una sala, de tu dirección de red y de la hora.",
};

const notices = ({ number, plural }: Counting<"es">): Translation<RoomText["notices"]> => ({
  noPathHeading: "Por ahora no hay vía directa a través de esta red.",
  noPath:
    "En esta sala los mensajes van solo de navegador a navegador, así que los tuyos esperan aquí. Sigue intentándolo, o cambia de red en uno de los lados: la conexión propia de un teléfono suele funcionar.",
  keepTrying: "Seguir intentándolo",
  relayAllowed: "Enviar por el repetidor",
  relayPrice:
    "Por el repetidor es más lento. El repetidor ve los tamaños y las horas de bloques sellados, y que se envía un archivo y más o menos cuánto ocupa, y no puede leer nada de ello.",
  relayOffered: "Aceptaste enviar por el repetidor. Empieza cuando la otra persona lo acepte también.",
  relayAskedHeading: "La otra persona quiere enviar por el repetidor.",
  hidesHeading: "La otra persona oculta su dirección.",
  hides: "Así que aquí todo pasaría por el repetidor, y no se envía nada hasta que lo aceptes.",
  hidingHeading: "Tu dirección está oculta.",
  hiding:
    "Así que aquí todo pasa por el repetidor. Lo que envíes espera hasta que la otra persona lo acepte.",
  outHeading: "Se perdió la conexión.",
  out: "Reconectando. Lo que envíes espera aquí, y no se pierde nada mientras esta página esté abierta.",
  noAnswerHeading: "No ha llegado ninguna respuesta válida.",
  noAnswer: (blocks, attempt) =>
    `${plural(blocks, {
      one: "# bloque no se abrió",
      many: "# de bloques no se abrieron",
      other: "# bloques no se abrieron",
    })} (intento ${number(attempt)} de ${number(3)}). Puede que el enlace se dañara en el camino, o que en la sala haya alguien que no lo tiene entero. Espera, o sal y envía un enlace nuevo por otro medio.`,
  relayHeading: "El repetidor no responde.",
  relay:
    "Puede que tu red o el repetidor no funcionen. Esta página sigue intentándolo, durante un minuto si la sala aún no ha empezado. No se pierde nada mientras esté abierta.",
  newerHeading: "Algo aquí necesita una versión más nueva.",
  newer:
    "La otra persona envió algo que esta página no puede mostrar. Recárgala después de esta conversación para tener la versión más nueva.",
  unreadableHeading: "Un mensaje no se pudo leer.",
  unreadable: "Llegó con la forma dañada y no se muestra. Pide a la otra persona que lo envíe otra vez.",
});

const burning: Translation<RoomText["burning"]> = {
  heading: "¿Destruir esta sala?",
  text: "La sala termina de inmediato en los dos lados. Los mensajes y las claves se borran en ambos, y el repetidor olvida la sala. Los archivos guardados se quedan.",
  confirm: "Destruir ahora",
  back: "Conservar la sala",
};

const verify: Translation<RoomText["verify"]> = {
  heading: "Verificar",
  badge: "Verificada",
  confirmed: "Dijiste que coinciden. Vale hasta que termine esta sala.",
  how: "Compara una de las dos listas con la otra persona, leyéndola en una llamada o en persona, y no por este chat: si es igual en los dos lados, no hay nadie en medio.",
  emoji: "Emojis",
  emojiName: (id) => esEmoji[id] ?? id,
  words: "Palabras",
  wordsComing: "Se están cargando las palabras.",
  wordsMissing: "No se pudieron cargar las palabras. Los emojis bastan: cada lista vale por sí sola.",
  match: "Coinciden",
  mismatch: "No coinciden",
  mismatchHint: "«No coinciden» termina la sala de inmediato en los dos lados.",
};

const details: Translation<RoomText["details"]> = {
  heading: "Conexión",
  rows: {
    path: "Vía",
    pathDirect: "De navegador a navegador. El repetidor no lleva tus mensajes.",
    pathRelayed: "Por el repetidor, en bloques sellados. La otra persona no ve tu dirección de red.",
    pathAny: "Por el repetidor, en bloques sellados, hasta que haya una vía directa.",
    pathNone: "Todavía ninguna. Hasta que la haya, el repetidor lleva solo bloques sellados.",
    keys: "Claves",
    keysText:
      "X-Wing (ML-KEM-768 y X25519) mezclado con la clave del enlace; nuevas cada dos minutos de uso.",
    cipher: "Cifrado",
    cipherText: "AES-256-GCM, una clave nueva para cada trama; cada archivo tiene la suya (HKDF-SHA-256).",
    sees: "El repetidor ve",
    seesText:
      "Dos direcciones de red, cuándo se conectan, y bloques sellados de cinco tamaños. Si la sala pasa por él, también que se envía un archivo y más o menos cuánto ocupa.",
  },
  hidden: "Oculta hasta que termine esta sala.",
  seen: "Puede que la otra persona viera tu dirección antes de ocultarla.",
  tellsRead: "Decir a la otra persona qué he leído",
  saved: "La otra persona ve este nombre en cuanto haya conexión.",
};

const ended = ({ plural }: Counting<"es">): Translation<RoomText["ended"]> => ({
  newRoom: "Sala nueva",
  notHidden: "«Ocultar mi dirección» está desactivado para una sala nueva hasta que lo actives otra vez.",
  again: "Intentarlo otra vez",
  left: "Lo que queda",
  undelivered: (count) =>
    plural(count, {
      one: "No se confirmó la recepción de # de tus mensajes.",
      many: "No se confirmó la recepción de # de tus mensajes.",
      other: "No se confirmó la recepción de # de tus mensajes.",
    }),
  unopened: (blocks) =>
    plural(blocks, {
      one: "# bloque que llegó no se abrió.",
      many: "# de bloques que llegaron no se abrieron.",
      other: "# bloques que llegaron no se abrieron.",
    }),
});

const elsewhere: Translation<RoomText["elsewhere"]> = {
  heading: "Esta sala está abierta en otra pestaña",
  next: "Para hablar, ve a esa pestaña de este navegador. Desde aquí no se ha enviado nada a nadie.",
  instead: "Cuando esa pestaña se cierre o salga de la sala, esta página seguirá por sí misma.",
};

export const esRoom = (counting: Counting<"es">): Translation<RoomText> => ({
  room: room(counting),
  states,
  acts: acts(counting),
  composer: composer(counting),
  invitation,
  notices: notices(counting),
  burning,
  verify,
  details,
  ended: ended(counting),
  elsewhere,
  ends: esEnds,
  endVariants: esEndVariants,
});
