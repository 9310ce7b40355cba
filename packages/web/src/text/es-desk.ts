import type { Translation } from "./catalogs.ts";
import type { DeskText } from "./en-desk.ts";

export const esDesk: Translation<DeskText> = {
  menu: "Menú",
  theme: "Tema",
  themes: { system: "Como el sistema", light: "Claro", dark: "Oscuro" },
  sound: "Sonidos",
  soundHint: "Suaves, cuando llega un mensaje, cuando alguien llega o se va, y al final.",
  notify: "Notificaciones",
  notifyHint:
    "Mientras esta página está oculta, el sistema avisa de que hay un mensaje, y de nada de lo que contiene.",
  notifyDenied:
    "El navegador no permite notificaciones a esta página. Se puede cambiar en sus ajustes para esta página.",
  notifyMissing: "Este navegador no puede avisar desde una página.",
  kept: "Lo que elijas aquí vale para esta página y no se guarda en ningún sitio.",
  newMessage: "Mensaje nuevo en Tacet",
  shortcuts: "Atajos de teclado",
  letters: "Usar las teclas de abajo",
  lettersHint: "Funcionan mientras no se escribe un texto.",
  inBox: "Al escribir",
  elsewhere: "En los demás casos",
  keys: {
    send: "Enviar",
    newLine: "Línea nueva",
    editLast: "Editar el último mensaje, con la caja vacía",
    cancel: "Volver a un mensaje nuevo, o a los mensajes",
    list: "Esta lista",
    box: "Volver a la caja",
    message: "De mensaje en mensaje",
    firstLast: "Al primer mensaje o al último",
    reply: "Responder al mensaje",
    react: "Reaccionar a él",
    copy: "Copiarlo",
    edit: "Editarlo, si es propio",
    invite: "Invitar",
    verify: "Verificar",
    connection: "Detalles de la conexión",
    menu: "Menú",
  },
};
