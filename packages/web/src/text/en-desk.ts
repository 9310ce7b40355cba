/** Every sentence of the menu, of the keyboard shortcuts and of notifications; see en.ts for the voice. They come with their part. */
export const desk = {
  menu: "Menu",
  theme: "Theme",
  themes: { system: "As the system", light: "Light", dark: "Dark" },
  sound: "Sounds",
  soundHint: "Soft ones, when a message comes, someone comes or goes, and at the end.",
  notify: "Notifications",
  notifyHint:
    "While this page is hidden, the system says that there is a message, and nothing of what is in it.",
  notifyDenied:
    "The browser does not allow notifications for this page. Its settings for this page can change that.",
  notifyMissing: "This browser cannot notify from a page.",
  kept: "What is chosen here holds for this page, and is stored nowhere.",
  newMessage: "New message in Tacet",
  shortcuts: "Keyboard shortcuts",
  letters: "Use the keys below",
  lettersHint: "They work while no text is being written.",
  inBox: "While writing",
  elsewhere: "Otherwise",
  keys: {
    send: "Send",
    newLine: "New line",
    editLast: "Edit the last message, in an empty box",
    cancel: "Back to a new message, or to the messages",
    list: "This list",
    box: "Back to the box",
    message: "From message to message",
    firstLast: "To the first or the last message",
    reply: "Reply to the message",
    react: "React to it",
    copy: "Copy it",
    edit: "Edit it, if it is one’s own",
    invite: "Invite",
    verify: "Verify",
    connection: "Connection details",
    menu: "Menu",
  },
};

export type DeskText = typeof desk;
