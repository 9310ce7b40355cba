/** Every sentence about coming back to a room; see en.ts for the voice. They come with the part for return rooms. */
export const enDoor = {
  lead: "Send this link to one person. They can come back with it.",
  offer: "Let people come back with the link",
  offerHint:
    "This room stays open when the other person leaves. Until its time is up, whoever has the link can ask to come in: you are asked each time, the keys are new, and nothing said before is shown to them. Without this the link works once.",
  guestHeading: "You can come back to this room.",
  guest:
    "Until its time is up, the same link lets you ask to come in again. The person who made the room is asked each time, and nothing said before is shown.",
  understood: "Understood",
  askingHeading: "You have asked to come in.",
  asking: "The person who made this room has been told, and decides. This page waits.",
  vacantHeading: "The other person is gone. The room is still open.",
  vacant:
    "What was said is erased here, and so are its keys. They can come back with the same link, and you will be asked.",
  lost: "Some of your messages were not delivered.",
  knockHeading: "Someone with the link asks to come in.",
  knock: "Who it is, only the safety check will tell. Nothing said before is shown to them.",
  replaces:
    "The other person is away. Letting someone in ends your conversation with the one who is away, and erases it here.",
  left: (seconds: string) => `${seconds} s to answer`,
  letIn: "Let in",
  refuse: "Refuse",
  lateHeading: "That knock was over.",
  late: "Whoever asked to come in no longer waited, so nobody was let in. If they ask again, you will be asked again.",
  confirmed: "You said that they match. It holds for this session, until one of you leaves.",
  shutHeading: "The door stays shut.",
  shut: "Too many asked in vain. To talk to somebody else, make a new room and send a new link.",
  compareHeading: "New keys. Compare before you write.",
  compare:
    "Compare the emoji or the words with the other person, by voice or in person. You can write here once you have pressed “They match”.",
  open: "Compare now",
  leftWhy: "You left the room",
  leftNext:
    "The room stays open for the person who made it. With the same link you can ask to come in again, until its time is up.",
  leftHere: "Nothing of the conversation on this side: messages and keys are erased here.",
};

export type DoorText = typeof enDoor;
