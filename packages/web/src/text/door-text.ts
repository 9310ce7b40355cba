import { enDoor, type DoorText } from "./en-door.ts";
import { inLanguage } from "./language.ts";

/** The sentences in use about coming back. They come with the part of the page for return rooms. */
export const text: DoorText = inLanguage("door", enDoor);
