/** Rooms for many in Spanish. */
import type { Translation } from "./catalogs.ts";
import type { GroupText } from "./en-group.ts";
import type { Counting } from "./numbers.ts";

const GONE = "Nada de la conversación en este lado: los mensajes y las claves se han borrado aquí.";
const GONE_ALL =
  "Nada de la conversación. Los mensajes y las claves se han borrado aquí, y el servidor de retransmisión ha olvidado la sala.";
const NEVER_IN = "Aquí no se abrió nada, así que no queda nada.";

const making = ({ plural }: Counting<"es">): Translation<GroupText["making"]> => ({
  heading: "Sala nueva",
  kind: "Tipo de sala",
  pair: "Para dos",
  many: "Para muchos",
  manyHint:
    "Hasta 50 personas entran con un solo enlace. Todo pasa sellado por el servidor, que no puede leerlo, y nadie en la sala ve la dirección de red de otro.",
  pairHint: "Una sola persona más, con un enlace que sirve una vez.",
  preset: "Empezar con",
  presets: {
    none: "Nada elegido todavía",
    interview: "Entrevista",
    incident: "Incidente",
    retrospective: "Retrospectiva",
    feedback: "Opiniones",
    study: "Grupo de estudio",
    coffee: "Pausa para el café",
    games: "Noche de juegos",
  },
  presetHint: "Ajusta lo que sigue. Todo se puede cambiar aún.",
  password: "Contraseña",
  passwordHint:
    "Opcional, de 4 a 200 caracteres. Dila por otro camino que el enlace: hacen falta ambos para entrar. Nunca se envía.",
  passwordShort: "Una contraseña tiene de 4 a 200 caracteres.",
  ends: "Termina después de",
  never: "Nunca",
  neverHint: "Termina por sí sola cuando nadie ha estado en ella durante el tiempo que permite el servidor.",
  fades: "Los mensajes desaparecen después de",
  fadesHint: "Se cuenta en cada pantalla desde que el mensaje se mostró en ella.",
  create: "Crear",
  seconds: (count) => plural(count, { one: "# segundo", many: "# de segundos", other: "# segundos" }),
  minutes: (count) => plural(count, { one: "# minuto", many: "# de minutos", other: "# minutos" }),
  hours: (count) => plural(count, { one: "# hora", many: "# de horas", other: "# horas" }),
  days: (count) => plural(count, { one: "# día", many: "# de días", other: "# días" }),
});

const entering = ({ plural }: Counting<"es">): Translation<GroupText["entering"]> => ({
  first: "Alguien te envió un enlace a una sala para muchos.",
  second:
    "Cuando te unes, quienes están dentro lo saben y ven el nombre que das. Lees lo que se diga desde entonces, y nada de antes.",
  address: "Nadie en la sala ve tu dirección de red: todo pasa sellado por el servidor.",
  nameHint: "Lo ven todos en la sala. Hasta 20 caracteres.",
  creating: "Creando la sala",
  creatingHint: "Las claves se crean en este navegador. El servidor sabe que hay una sala, y no para quién.",
  reaching: "Pidiendo un lugar al servidor",
  asking: "Esperando a que te dejen entrar",
  askingHint: "Alguien tiene que estar en la sala. En algunas decide una persona, y puede tardar un momento.",
  locked: "Esta sala pide una contraseña.",
  passwordHint: "Debía llegarte por otro camino que el enlace. Se compara sin enviarla.",
  wrong: "Esa no es la contraseña de esta sala. Pregúntala otra vez, y fíjate en las mayúsculas.",
  wait: (seconds) =>
    plural(seconds, {
      one: "Demasiadas contraseñas equivocadas. Se puede probar otra en # segundo.",
      many: "Demasiadas contraseñas equivocadas. Se puede probar otra en # de segundos.",
      other: "Demasiadas contraseñas equivocadas. Se puede probar otra en # segundos.",
    }),
  join: "Entrar",
  giveUp: "No unirse",
});

const room = ({ plural }: Counting<"es">): Translation<GroupText["room"]> => ({
  heading: "Una sala para muchos",
  waiting: "a otras personas",
  coming: "a que te dejen entrar",
  empty: "Estás dentro. El servidor no puede leer lo que se dice aquí.",
  alone: "Envía este enlace a quienes deban entrar.",
  members: "Miembros",
  memberCount: (count) => plural(count, { one: "# miembro", many: "# de miembros", other: "# miembros" }),
  unnamed: "Alguien",
  someone: (mark) => `Alguien (${mark})`,
  saved: "Todos en la sala ven este nombre.",
  typing: {
    one: (name) => `${name} está escribiendo`,
    two: (name, other) => `${name} y ${other} están escribiendo`,
    many: (count) =>
      plural(count, {
        one: "# persona está escribiendo",
        many: "# de personas están escribiendo",
        other: "# personas están escribiendo",
      }),
  },
  noOneElse: "No hay nadie más en la sala. Lo que envías ahora no llega a nadie.",
  alsoAway: "Ahora no hay nadie más aquí. Lo que envías les espera.",
});

const member: Translation<GroupText["member"]> = {
  you: "tú",
  owner: "a cargo de la sala",
  moderator: "modera",
  away: "ausente",
  unconfirmed: "sin confirmar",
  verified: "comprobado",
  differs: "no coincide",
  muted: "en silencio",
  blocked: "bloqueado",
  fingerprint: "Huella",
  remove: "Expulsar",
  removeText:
    "Sale enseguida, todas las claves son nuevas y el enlace que tenía no abre nada. Lo que ha leído se queda con esa persona.",
  removeNow: "Expulsar ahora",
  handOver: "Ceder la sala",
  handOverText:
    "Desde entonces solo la otra persona puede cerrar la sala, expulsar a alguien o terminarla. No puedes deshacerlo.",
  handOverNow: "Ceder",
  makeModerator: "Dejar que modere",
  endModerator: "Que ya no modere",
  moderatorHint: "Quien modera deja entrar, y expulsa a quien ni modera ni está a cargo.",
  mute: "Silenciar",
  unmute: "Dejar de silenciar",
  muteHint: "Sin sonido ni aviso de lo que escribe. Se muestra igual, y vale solo aquí.",
  block: "Bloquear",
  unblock: "Desbloquear",
  blockHint: "Lo que escriba desde ahora no se muestra en esta pantalla. No se le dice.",
  back: "Volver",
  verify: "Verificar",
  comparing: "Esperando a que responda su página.",
  comparingOver: "Su página ya no respondió. Cierra esto y empieza otra vez.",
  verifyHow:
    "Abrid esto los dos y leed una de las dos listas en una llamada, o comparad en persona, y no por este chat.",
  asksVerify: (name) => `${name} quiere comparar contigo.`,
  compare: "Comparar ahora",
  mismatch:
    "Lo que comparasteis no coincide. Puede haber alguien en medio, o veis dos versiones de esta sala. Decidlo por otro camino, y no os fieis de lo que se escribe aquí.",
};

const control: Translation<GroupText["control"]> = {
  lock: "Cerrar la sala",
  unlock: "Abrir la sala",
  locked: "Cerrada: nadie puede entrar.",
  ask: "Preguntar antes de dejar entrar",
  renew: "Nueva invitación",
  fades: "Los mensajes desaparecen después de",
  fadesAfter: (time) => `Los mensajes desaparecen después de ${time}.`,
  password: "Se pide una contraseña.",
  endsWithOwner: "Borrar todo cuando me vaya",
  endsWithOwnerSeen: "Cuando se va quien está a cargo, la sala se borra.",
  end: "Borrar la sala",
  endHeading: "¿Borrar esta sala para todos?",
  endText:
    "Termina enseguida para todos. Los mensajes y las claves se borran en cada página a la que se llega, y el servidor olvida la sala.",
  endNow: "Borrar ahora",
  leave: "Salir",
  leaveHeading: "Esta sala está a tu cargo",
  leaveEnds: "Cuando te vayas, la sala se borra para todos. Para que siga, cédela antes.",
  leaveOwnerless:
    "Cuando te vayas, la sala sigue sin nadie a cargo, y entonces nadie puede cerrarla ni borrarla. Para evitarlo, cédela antes.",
  leaveAndEnd: "Salir y borrar",
  ownerHere: "Quien estaba a cargo se ha ido. La sala sigue como está.",
  ownerSilent: "Desde que entraste no se ha oído a quien está a cargo.",
};

const lines = ({ plural }: Counting<"es">): Translation<GroupText["lines"]> => ({
  joined: (name) => `${name}: ha entrado.`,
  joinedSelf: "Has entrado. No se muestra nada de lo dicho antes.",
  left: (name) => `${name}: ha salido.`,
  removed: (name, by) => `${name}: fuera de la sala, por decisión de ${by}. Todas las claves son nuevas.`,
  removedBySelf: (name) => `Expulsaste a ${name}. Todas las claves son nuevas.`,
  removedOnly: (name) => `${name}: fuera de la sala. Todas las claves son nuevas.`,
  absent: (name) => `${name} estuvo ausente demasiado tiempo y ya no está. Su lugar se guarda un día.`,
  different: (name) =>
    `${name}: se le mostró algo distinto que a ti. O su aplicación se equivoca, o el relé muestra salas distintas a personas distintas. Lo que dice no se muestra aquí. Pregúntale por otra vía y, si hace falta, quita a esa persona o sal.`,
  unusable: (name) => `${name}: hizo un cambio que no se puede usar aquí. La sala puede haberse dividido.`,
  keys: (name) => `${name} volvió con claves nuevas. Si habíais comparado, comparad otra vez.`,
  keysSelf: "Volviste con claves nuevas. Quien había comparado contigo compara otra vez.",
  ownerSelf: "Ahora estás a cargo de la sala.",
  owner: (name) => `${name} está ahora a cargo de la sala.`,
  moderator: (name, by) => `Cambio de ${by}: si ${name} modera.`,
  moderatorBySelf: (name) => `Cambiaste si ${name} modera.`,
  moderatorSelf: (by) => `Cambio de ${by}: si tú moderas.`,
  you: "Tú",
  gap: (count) =>
    plural(count, {
      one: "Aquí faltó # bloque de esta sala. Lo que llevaba no se muestra.",
      many: "Aquí faltaron # de bloques de esta sala. Lo que llevaban no se muestra.",
      other: "Aquí faltaron # bloques de esta sala. Lo que llevaban no se muestra.",
    }),
});

const states = ({ number }: Counting<"es">): Translation<GroupText["states"]> => ({
  deliveredTo: (count, of) => `entregado a ${number(count)} de ${number(of)}`,
  missing: (names) => `Aún no: ${names}`,
  gone: (names) => `Se fueron antes de que llegara: ${names}`,
  fades: (time) => `desaparece en ${time}`,
  nobody: "No había nadie aquí para recibirlo",
  fadesUnseen: "desaparece",
});

const notices = ({ plural }: Counting<"es">): Translation<GroupText["notices"]> => ({
  askHeading: "Alguien con el enlace pide entrar.",
  asks: (name) => `Alguien con el enlace pide entrar y dice ser ${name}.`,
  ask: "Nadie ha comprobado quién es. No lee nada de lo dicho antes.",
  warned: (count) =>
    plural(count, {
      one: "En los últimos diez minutos se probó # contraseña equivocada.",
      many: "En los últimos diez minutos se probaron # de contraseñas equivocadas.",
      other: "En los últimos diez minutos se probaron # contraseñas equivocadas.",
    }),
  letIn: "Dejar entrar",
  refuse: "Rechazar",
  splitHeading: "Puede que la sala se haya dividido.",
  split:
    "Llegan bloques que no se abren aquí, y ningún otro. Esta página intenta entrar de nuevo. Hasta entonces, lo que escribes puede no llegar a todos.",
  newer:
    "Alguien envió algo que esta página no puede mostrar. Recárgala después de esta conversación para tener la versión más nueva.",
  unreadable: "Llegó con la forma dañada y no se muestra. Pide a quien lo escribió que lo envíe otra vez.",
  refusedHeading: "Eso no se hizo.",
  refused: {
    "not-allowed": "Solo puede hacerlo quien está a cargo o quien modera.",
    nobody: "La persona de que se trataba ya no está aquí.",
    overtaken: "Alguien cambió la sala en el mismo momento. Mira cómo está ahora e inténtalo otra vez.",
    limit: "Fue demasiado a la vez: como mucho diez mensajes en diez segundos. Inténtalo en un momento.",
    "too-many-waiting":
      "Demasiados mensajes tuyos esperan a ser enviados. Envía este cuando hayan salido algunos.",
  },
  understood: "Entendido",
  notNow: "Ahora no",
});

const ends: Translation<GroupText["ends"]> = {
  "left-here": {
    why: "Saliste de la sala",
    next: "Sigue para los demás. Con el enlace puedes entrar otra vez mientras valga.",
    left: GONE,
  },
  "ended-here": { why: "Borraste la sala", next: "Ha terminado para todos.", left: GONE_ALL },
  "ended-there": {
    why: "Quien está a cargo borró la sala",
    next: "Ha terminado para todos.",
    left: GONE_ALL,
  },
  "owner-left": {
    why: "Quien estaba a cargo se fue, y la sala se borró",
    next: "Estaba hecha para terminar así. Para seguir, crea una sala nueva y envía un enlace nuevo.",
    left: GONE_ALL,
  },
  removed: {
    why: "Te expulsaron de la sala",
    next: "Lo hizo quien está a cargo o quien modera. Desde entonces las claves son nuevas, y tu enlace ya no abre nada.",
    left: GONE,
  },
  expired: {
    why: "Se acabó el tiempo",
    next: "Esta sala tenía un tiempo fijado y ha pasado, para todos. Para seguir, crea una sala nueva y envía un enlace nuevo.",
    left: GONE_ALL,
  },
  full: {
    why: "Esta sala está llena",
    next: "No caben más personas. Pide a alguien de dentro que te avise cuando haya lugar, y abre el enlace otra vez.",
    left: NEVER_IN,
  },
  locked: {
    why: "Esta sala está cerrada",
    next: "Nadie puede entrar por ahora. Pide a quien envió el enlace que la abra, y abre el enlace otra vez.",
    left: NEVER_IN,
  },
  declined: {
    why: "No te dejaron entrar",
    next: "Alguien en la sala lo rechazó. Pregunta a quien envió el enlace y ábrelo otra vez.",
    left: NEVER_IN,
  },
  "no-answer": {
    why: "Nadie te dejó entrar",
    next: "Nadie en la sala respondió a tiempo. Pide a quien envió el enlace que tenga la sala abierta, y abre el enlace otra vez.",
    left: NEVER_IN,
  },
  password: {
    why: "No te uniste",
    next: "Sin su contraseña, esta sala no se abre a nadie. El enlace sigue valiendo.",
    left: NEVER_IN,
  },
  absent: {
    why: "La sala ha terminado, o su enlace ya no vale",
    next: "Los enlaces dejan de valer cuando la sala termina, cuando hay una nueva invitación o cuando se expulsó a alguien. Pide uno nuevo.",
    left: NEVER_IN,
  },
  version: {
    why: "Esta sala necesita una versión más nueva",
    next: "Recarga la página para tener la versión más nueva y abre el enlace otra vez.",
    left: GONE,
  },
  different: {
    why: "El servidor muestra salas distintas a cada persona",
    next: "Lo que recibieron los miembros no concuerda, así que esta página se detuvo. Avisa a los demás por otro camino y crea una sala nueva en un servidor de confianza.",
    left: GONE,
  },
  lost: {
    why: "Se perdió demasiado",
    next: "Esta página estuvo fuera más tiempo del que el servidor guarda lo dicho, y no pudo volver por sí misma. Abre el enlace otra vez para entrar de nuevo.",
    left: GONE,
  },
  elsewhere: {
    why: "Esta sala siguió en otro sitio",
    next: "Otra página ocupó este lugar. Si no fuiste tú, avisa a los demás.",
    left: GONE,
  },
  fault: {
    why: "La sala no pudo seguir",
    next: "Falló una parte de esta página, o el servidor dio una respuesta que no se entiende. Recarga la página y abre el enlace otra vez.",
    left: GONE,
  },
};

const endVariants = {
  notJoined: {
    why: "No te uniste",
    next: "Lo dejaste antes de entrar. Puedes abrir el enlace otra vez mientras valga.",
    left: NEVER_IN,
  },
  alone:
    "No había nadie más, así que el enlace ya no deja entrar a nadie. Para seguir, crea una sala nueva y envía un enlace nuevo.",
  withOwner:
    "Se hizo para terminar contigo. El servidor de retransmisión la termina para todos cuando sabe que saliste, o cuando llevas un rato fuera.",
};

export const esGroup = (counting: Counting<"es">): Translation<GroupText> => ({
  making: making(counting),
  entering: entering(counting),
  room: room(counting),
  member,
  control,
  lines: lines(counting),
  states: states(counting),
  notices: notices(counting),
  ends,
  endVariants,
});
