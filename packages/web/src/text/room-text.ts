import { enRoom, type RoomText } from "./en-room.ts";
import { inLanguage } from "./language.ts";

/** The sentences in use in a room. They come with its program, not with the first load. */
export const text: RoomText = inLanguage("room", enRoom);
