import type { Translation } from "./catalogs.ts";
import type { FilesText } from "./en-files.ts";
import type { Counting } from "./numbers.ts";

const tray = ({ number, plural }: Counting<"es">): Translation<FilesText["tray"]> => ({
  attach: "Adjuntar archivos",
  heading: "Para enviar",
  remove: "Quitar",
  drop: "Suelta para añadir los archivos",
  dropHint: "Se envían cuando pulsas «Enviar».",
  ready: (count) =>
    plural(count, {
      one: "# archivo está listo. «Enviar» lo ofrece.",
      many: "# de archivos están listos. «Enviar» los ofrece.",
      other: "# archivos están listos. «Enviar» los ofrece.",
    }),
  original: "Enviar original",
  reading: "Mirando la imagen",
  clean: "Se quitan el lugar, la hora y el dispositivo.",
  cleanTurned:
    "Se quitan el lugar, la hora y el dispositivo. La imagen se dibujó de nuevo para que quede derecha.",
  asItIs: "Va tal como es, con lo que dice sobre lugar, hora y dispositivo.",
  other:
    "De este tipo de imagen aquí no se puede quitar nada. Puede decir dónde, cuándo y con qué se hizo. Marca «Enviar original» para enviarla así, o quítala.",
  broken:
    "Esta imagen no está construida como debería la de su tipo, así que no se puede quitar nada de ella. Marca «Enviar original» para enviarla tal como es, o quítala.",
  tooHeavy:
    "Esta imagen es demasiado grande para quitarle algo aquí. Marca «Enviar original» para enviarla tal como es, o quítala.",
  unread:
    "Este archivo no se pudo leer ahora: quizá se movió o está en uso. No se le quitó nada. Marca «Enviar original» para enviarlo tal como es, o quítalo.",
  decide: "Un archivo espera todavía tu decisión: «Enviar original» o «Quitar».",
  folder: "No se puede enviar una carpeta. Añade los archivos que contiene, o empaquétala en uno.",
  tooMany: (max) => `Se pueden ofrecer como máximo ${number(max)} archivos a la vez. El resto no se añadió.`,
  notYet: "Los archivos se pueden enviar en cuanto la otra persona esté conectada.",
});

const refusals = ({ number }: Counting<"es">): Translation<FilesText["refusals"]> => ({
  "too-large": "Es más largo de lo que puede ser un archivo en esta sala tal como está conectada ahora.",
  "too-many-files": `Ya hay ${number(16)} archivos abiertos. Envía este cuando hayan terminado algunos.`,
  "not-yet": "Los archivos se pueden enviar en cuanto la otra persona esté conectada.",
  unavailable:
    "La parte de esta página que envía archivos no se cargó. Comprueba la conexión e inténtalo otra vez.",
  other: "No se pudo ofrecer. Inténtalo una vez más.",
});

const transfer: Translation<FilesText["transfer"]> = {
  accept: "Aceptar",
  decline: "Rechazar",
  cancel: "Cancelar",
  save: "Guardar",
  saveAgain: "Guardar otra vez",
  progress: "Progreso",
  streamSize: "longitud desconocida",
  of: (part, whole) => `${part} de ${whole}`,
  aSecond: (bytes) => `${bytes} por segundo`,
  timeLeft: (time) => `quedan ${time}`,
  own: {
    offered: "Ofrecido. La otra persona puede aceptarlo.",
    accepted: "Aceptado. Empieza en un momento.",
    done: "Enviado y verificado.",
  },
  theirs: {
    offered: "Te lo ofrecen.",
    accepted: "Aceptado. Empieza en un momento.",
    done: "Recibido y verificado.",
  },
  kept: "Está solo en esta página hasta que lo guardes.",
  saved: "Entregado al navegador para que lo guarde.",
  onDisk: "Guardado donde elegiste.",
  cancelling: "Cancelando.",
  tooLarge: (max) =>
    `Este navegador puede recibir como máximo ${max} de archivos en una sala, y con este serían más. Pídelo en partes más pequeñas, o abre la próxima sala en Chrome o Edge, que escriben en el disco según llega.`,
  pickFailed: "El navegador no dio un lugar donde guardarlo. Inténtalo otra vez.",
  program: "Esto puede ejecutar programas en tu equipo. Ábrelo solo si lo esperabas de esta persona.",
  preview: (name) => `Imagen: ${name}`,
};

const reasons: Translation<FilesText["reasons"]> = {
  declined: { own: "La otra persona lo rechazó.", theirs: "Lo rechazaste." },
  cancelled: {
    own: "Cancelado. No se conserva nada de él.",
    theirs: "Cancelado. No se conserva nada de él.",
  },
  stalled: {
    own: "Nada se movió durante un minuto, así que se abandonó. Envíalo otra vez cuando la conexión sea estable.",
    theirs:
      "Nada se movió durante un minuto, así que se abandonó. Pídelo otra vez cuando la conexión sea estable.",
  },
  "too-large": {
    own: "Es más largo de lo que pueden ser los archivos aquí. Envíalo en partes más pequeñas.",
    theirs: "Es más largo de lo que pueden ser los archivos aquí. Pídelo en partes más pequeñas.",
  },
  "too-many": {
    own: "Hay demasiados archivos abiertos en el otro lado. Envíalo otra vez cuando hayan terminado algunos.",
    theirs: "Había demasiados archivos abiertos. Pídelo otra vez.",
  },
  unreadable: {
    own: "El archivo no se puede leer, o cambió mientras se enviaba. Añádelo otra vez.",
    theirs: "El archivo de la otra persona ya no se puede leer allí. Pídelo otra vez.",
  },
  unwritable: {
    own: "El navegador de la otra persona no pudo guardarlo. Quizá le falte espacio. Envíalo otra vez.",
    theirs: "No se pudo guardar aquí. Haz espacio o elige otro lugar, y pídelo otra vez.",
  },
  broken: {
    own: "Lo que llegó no era lo prometido, así que no se conservó nada. Envíalo otra vez.",
    theirs: "Lo que llegó no era lo prometido, así que no se conservó nada. Pídelo otra vez.",
  },
  refused: {
    own: "La página de la otra persona no puede recibirlo. Quizá necesite una versión más nueva.",
    theirs:
      "Esta página no puede recibirlo. Recárgala después de esta conversación para tener la versión más nueva.",
  },
  ended: {
    own: "La sala terminó antes de que acabara.",
    theirs: "La sala terminó antes de que acabara.",
  },
  unconfirmed: { own: "No se sabe si llegó.", theirs: "No se sabe si llegó." },
};

const spoken: Translation<FilesText["spoken"]> = {
  offered: (name, size) =>
    `La otra persona ofrece el archivo ${name}, ${size}. Acéptalo o recházalo en los mensajes.`,
  ended: (name, how) => `${name}: ${how}`,
};

const voice: Translation<FilesText["voice"]> = {
  record: "Grabar nota de voz",
  name: "Nota de voz",
  recording: "Grabando",
  asking: "El navegador pregunta si esta página puede usar el micrófono.",
  hint: "Mantén pulsado para grabar, o pulsa una vez y detén después.",
  stop: "Detener la grabación",
  discard: "Descartar",
  level: "Nivel del micrófono",
  limit: "Cinco minutos son el máximo, así que la grabación se detuvo.",
  ready: "La nota de voz está lista. Escúchala y pulsa «Enviar».",
  denied:
    "El micrófono no está permitido para esta página. Permítelo en los ajustes del navegador para esta dirección y pulsa otra vez.",
  none: "No se encontró ningún micrófono. Conecta uno y pulsa otra vez.",
  failed: "No se pudo usar el micrófono. Quizá lo tenga otro programa. Ciérralo y pulsa otra vez.",
  unable: "Este navegador no puede grabar sonido.",
  close: "Cerrar",
  play: "Reproducir",
  pause: "Pausa",
  position: "Posición",
  at: (now, whole) => `${now} de ${whole}`,
  unplayable: "Este navegador no puede reproducirlo. Guárdalo y ábrelo en otro programa.",
};

/** Files and voice notes in Spanish. */
export const esFiles = (counting: Counting<"es">): Translation<FilesText> => ({
  tray: tray(counting),
  refusals: refusals(counting),
  transfer,
  reasons,
  spoken,
  voice,
});
