import type { Translation } from "./catalogs.ts";
import type { RoomText } from "./en-room.ts";

const GONE =
  "Nada de la conversación. Los mensajes y las claves se han borrado aquí, y el repetidor ha olvidado la sala.";
const GONE_LATER =
  "Nada de la conversación aquí: los mensajes y las claves se han borrado. El repetidor olvida la sala cuando se acaba su tiempo.";
const GONE_HERE = "Nada de la conversación en este lado: los mensajes y las claves se han borrado aquí.";
const NEVER_IN = "Aquí no se abrió nada, así que no queda nada.";

/** How a room ends, in Spanish. */
export const esEnds: Translation<RoomText["ends"]> = {
  "left-here": {
    why: "Saliste de la sala",
    next: "Una sala para dos termina cuando alguien sale, así que también ha terminado para la otra persona.",
    left: GONE,
  },
  "left-there": {
    why: "La otra persona salió",
    next: "Una sala para dos termina cuando alguien sale. Para seguir, crea una sala nueva y envía un enlace nuevo.",
    left: GONE,
  },
  "burned-here": {
    why: "Destruiste la sala",
    next: "A la página de la otra persona también se le dijo que borrara todo.",
    left: GONE,
  },
  "burned-there": {
    why: "La otra persona destruyó la sala",
    next: "La terminó de inmediato en los dos lados. Para seguir, crea una sala nueva y envía un enlace nuevo.",
    left: GONE,
  },
  expired: {
    why: "Se acabó el tiempo",
    next: "Cada sala tiene un tiempo fijado, y el de esta ha pasado. Para seguir, crea una sala nueva y envía un enlace nuevo.",
    left: GONE,
  },
  gone: {
    why: "La otra persona ya no está",
    next: "Hace demasiado que no llega nada de su lado: una conexión perdida o un navegador cerrado. Crea una sala nueva y envía un enlace nuevo.",
    left: GONE,
  },
  "handshake-failed": {
    why: "No llegó ninguna respuesta válida",
    next: "Fallaron tres intentos, así que no se dijo nada. Puede que el enlace se dañara en el camino, o que alguien que no lo tiene esté en medio. Crea una sala nueva y envía su enlace por otro medio.",
    left: GONE,
  },
  policy: {
    why: "Esta sala necesita una versión más nueva",
    next: "Pide una forma de conectarse que esta página todavía no tiene. Recarga la página, o pide una sala sin ese ajuste.",
    left: GONE_HERE,
  },
  absent: {
    why: "Esta sala ha terminado o nunca existió",
    next: "Los enlaces dejan de funcionar cuando una sala termina. Pide uno nuevo a la otra persona.",
    left: NEVER_IN,
  },
  forgotten: {
    why: "El repetidor ya no conoce esta sala",
    next: "Se puso en marcha de nuevo, o la sala terminó mientras esta página no podía alcanzarlo. Para seguir, crea una sala nueva y envía un enlace nuevo.",
    left: GONE,
  },
  declined: {
    why: "No te dejaron entrar",
    next: "Quien creó la sala dijo que no o no respondió a tiempo, o había otra persona en la puerta. Pregúntale y abre el enlace de nuevo.",
    left: NEVER_IN,
  },
  used: {
    why: "Alguien usó este enlace antes que tú",
    next: "Díselo a quien lo envió, y no en esa sala. Un enlace funciona una sola vez, así que quien lo usó puede estar allí en tu lugar.",
    left: NEVER_IN,
  },
  relay: {
    why: "No se puede alcanzar el repetidor",
    next: "Tu red o el repetidor no funcionan, o algo en el camino lo bloquea. Comprueba la conexión y crea una sala nueva, o abre otra vez el enlace que te enviaron.",
    left: GONE_HERE,
  },
  elsewhere: {
    why: "Esta sala siguió en otro lugar",
    next: "Otra página ocupó este puesto. Si no fuiste tú, sal de esa sala y díselo a la otra persona.",
    left: GONE_HERE,
  },
  mismatch: {
    why: "Lo que se comparó no coincide",
    next: "Puede que alguien esté entre los dos lados y lo lea todo. Díselo ahora a la otra persona por el mismo medio con el que comparaste: quizá su página no haya recibido el aviso. No vuelvas a usar este enlace ni esta frase. Crea una sala nueva y entrega su enlace por otro medio.",
    left: "Nada de la conversación en este lado: los mensajes y las claves se han borrado aquí. Lo que se dijo antes en esta sala puede haberlo leído otra persona.",
  },
};

export const esEndVariants: Translation<RoomText["endVariants"]> = {
  relayNotTold: GONE_LATER,
  saved:
    "Los archivos que guardaste siguen donde están, y la lista de descargas de tu navegador puede nombrarlos.",
  beingTold:
    "Se está avisando a la página de la otra persona. Deja esta página abierta hasta que se haya hecho: tarda como mucho un minuto y medio.",
  notTold:
    "No es seguro que la página de la otra persona haya recibido el aviso. Si no lo ha recibido, terminará la sala por sí misma cuando pase un rato sin que llegue nada de aquí.",
  again: {
    creator:
      "Tu red o el repetidor no funcionan, o algo en el camino lo bloquea. Comprueba la conexión e inténtalo otra vez.",
    guest:
      "Tu red o el repetidor no funcionan, o algo en el camino lo bloquea. Comprueba la conexión e inténtalo otra vez: tu enlace no se ha usado.",
  },
  neverMet: "Nadie llegó a conectarse contigo en ella.",
  neverMetBefore:
    "Nadie llegó a conectarse contigo en ella. Para seguir, crea una sala nueva y envía un enlace nuevo.",
  rate: {
    why: "Este repetidor pide esperar un momento",
    next: "Desde tu dirección de red se le pidieron muchas salas en poco tiempo, así que no creó otra. Espera un minuto y crea una sala nueva.",
    left: NEVER_IN,
  },
  busy: {
    why: "Este repetidor está lleno en este momento",
    next: "Tiene tantas salas como puede, así que no creó otra. Inténtalo otra vez en unos minutos, o usa otro repetidor.",
    left: NEVER_IN,
  },
  unclear: {
    why: "La sala no pudo continuar",
    next: "El repetidor dio una respuesta que esta página no entiende, o falló una parte de esta página. Recarga la página y crea una sala nueva.",
    left: GONE_HERE,
  },
};
