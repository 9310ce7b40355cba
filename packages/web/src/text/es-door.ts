import type { Translation } from "./catalogs.ts";
import type { DoorText } from "./en-door.ts";

export const esDoor: Translation<DoorText> = {
  lead: "Envía este enlace a una sola persona. Con él puede volver.",
  offer: "Permitir volver con el enlace",
  offerHint:
    "Esta sala sigue abierta cuando la otra persona se va. Hasta que se acabe el tiempo, quien tenga el enlace puede pedir entrar: se te pregunta cada vez, las claves son nuevas y no se le muestra nada de lo dicho antes. Sin esto, el enlace sirve una sola vez.",
  guestHeading: "Puedes volver a esta sala.",
  guest:
    "Hasta que se acabe el tiempo, con el mismo enlace puedes pedir entrar de nuevo. Cada vez se pregunta a quien creó la sala, y no se muestra nada de lo dicho antes.",
  understood: "Entendido",
  askingHeading: "Has pedido entrar.",
  asking: "Quien creó esta sala ya lo sabe, y decide. Esta página espera.",
  vacantHeading: "La otra persona se ha ido. La sala sigue abierta.",
  vacant:
    "Lo que se dijo está borrado aquí, y también sus claves. Puede volver con el mismo enlace, y se te preguntará.",
  lost: "Algunos de tus mensajes no se entregaron.",
  knockHeading: "Alguien con el enlace pide entrar.",
  knock: "Quién es, solo lo dirá la comprobación de seguridad. No se le muestra nada de lo dicho antes.",
  replaces:
    "La otra persona está ausente. Si dejas entrar a alguien, la conversación con ella termina y se borra aquí.",
  left: (seconds) => `${seconds} s para responder`,
  letIn: "Dejar entrar",
  refuse: "Rechazar",
  lateHeading: "Esa petición ya había terminado.",
  late: "Quien pidió entrar ya no esperaba, así que no entró nadie. Si vuelve a pedirlo, se te preguntará de nuevo.",
  confirmed: "Dijiste que coinciden. Vale para esta sesión, hasta que alguien se vaya.",
  shutHeading: "La puerta queda cerrada.",
  shut: "Demasiados pidieron entrar en vano. Para hablar con otra persona, crea una sala nueva y envía un enlace nuevo.",
  compareHeading: "Claves nuevas. Comparen antes de escribir.",
  compare:
    "Compara los emoji o las palabras con la otra persona, de viva voz o en persona. Aquí podrás escribir cuando hayas pulsado «Coinciden».",
  open: "Comparar ahora",
  leftWhy: "Saliste de la sala",
  leftNext:
    "La sala sigue abierta para quien la creó. Con el mismo enlace puedes pedir entrar de nuevo, hasta que se acabe el tiempo.",
  leftHere: "Nada de la conversación en este lado: los mensajes y las claves están borrados aquí.",
};
