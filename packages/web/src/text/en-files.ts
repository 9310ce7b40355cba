/** What a person reads about files and voice notes; see en.ts for the voice. It comes with the part of the page that carries them. */
import type { FileReason } from "../model/room-files.ts";

const tray = {
  attach: "Attach files",
  heading: "To be sent",
  remove: "Remove",
  drop: "Let go to add the files",
  dropHint: "They are sent when you press “Send”.",
  ready: (count: number): string =>
    count === 1 ? "1 file is ready. “Send” offers it." : `${count} files are ready. “Send” offers them.`,
  original: "Send original",
  reading: "Looking at the picture",
  clean: "Place, time and device are removed.",
  cleanTurned: "Place, time and device are removed. The picture was drawn anew to stand upright.",
  asItIs: "Goes as it is, with what it says about place, time and device.",
  other:
    "From this kind of picture nothing can be removed here. It may say where, when and with what it was made. Tick “Send original” to send it so, or remove it.",
  broken:
    "This picture is not built as its kind should be, so nothing can be removed from it. Tick “Send original” to send it as it is, or remove it.",
  tooHeavy:
    "This picture is too large for removing anything from it here. Tick “Send original” to send it as it is, or remove it.",
  unread:
    "This file could not be read just now: it may have been moved, or be in use. Nothing was removed from it. Tick “Send original” to send it as it is, or remove it.",
  decide: "One file still needs your word: “Send original”, or “Remove”.",
  folder: "A folder cannot be sent. Add the files in it, or pack it into one.",
  tooMany: (max: number): string => `At most ${max} files can be offered at a time. The rest was not added.`,
  notYet: "Files can be sent once the other person is connected.",
};

const refusals = {
  "too-large": "That is longer than a file may be in this room as it is connected now.",
  "too-many-files": "16 files are open already. Send this one when some have ended.",
  "not-yet": "Files can be sent once the other person is connected.",
  unavailable: "The part of this page that sends files did not load. Check the connection, then try again.",
  other: "It could not be offered. Try once more.",
};

const transfer = {
  accept: "Accept",
  decline: "Decline",
  cancel: "Cancel",
  save: "Save",
  saveAgain: "Save again",
  progress: "Progress",
  streamSize: "length not known",
  of: (part: string, whole: string): string => `${part} of ${whole}`,
  aSecond: (bytes: string): string => `${bytes} a second`,
  timeLeft: (time: string): string => `${time} left`,
  own: {
    offered: "Offered. The other person can accept it.",
    accepted: "Accepted. It begins in a moment.",
    done: "Sent and verified.",
  },
  theirs: {
    offered: "Offered to you.",
    accepted: "Accepted. It begins in a moment.",
    done: "Received and verified.",
  },
  kept: "It is only in this page until you save it.",
  saved: "Given to the browser to save.",
  onDisk: "Saved where you chose.",
  cancelling: "Cancelling.",
  tooLarge: (max: string): string =>
    `This browser can take at most ${max} of files in one room, and this would be more. Ask for it in smaller parts, or open the next room in Chrome or Edge, which write to the disk as it comes.`,
  pickFailed: "The browser gave no place to save it. Try again.",
  program: "This can run programs on your computer. Open it only if you expected it from this person.",
  preview: (name: string): string => `Picture: ${name}`,
};

/** Why it ended without being done, for whoever sent it and whoever was to get it. */
const reasons: Readonly<Record<FileReason, { readonly own: string; readonly theirs: string }>> = {
  declined: { own: "The other person declined it.", theirs: "You declined it." },
  cancelled: { own: "Cancelled. Nothing of it is kept.", theirs: "Cancelled. Nothing of it is kept." },
  stalled: {
    own: "Nothing moved for a minute, so it was given up. Send it again when the connection is steady.",
    theirs: "Nothing moved for a minute, so it was given up. Ask for it again when the connection is steady.",
  },
  "too-large": {
    own: "It is longer than files may be here. Send it in smaller parts.",
    theirs: "It is longer than files may be here. Ask for it in smaller parts.",
  },
  "too-many": {
    own: "Too many files are open on the other side. Send it again when some have ended.",
    theirs: "Too many files were open. Ask for it again.",
  },
  unreadable: {
    own: "The file cannot be read, or it changed while it was sent. Add it again.",
    theirs: "The other person’s file can no longer be read there. Ask for it again.",
  },
  unwritable: {
    own: "The other person’s browser could not save it. They may lack space. Send it again.",
    theirs: "It could not be saved here. Make space or choose another place, and ask for it again.",
  },
  broken: {
    own: "What arrived was not what was promised, so nothing was kept. Send it again.",
    theirs: "What came was not what was promised, so nothing was kept. Ask for it again.",
  },
  refused: {
    own: "The other person’s page cannot take it. They may need a newer version.",
    theirs: "This page cannot take it. Reload after this conversation to get the newest version.",
  },
  ended: { own: "The room ended before it was done.", theirs: "The room ended before it was done." },
  unconfirmed: {
    own: "It is not known whether it arrived.",
    theirs: "It is not known whether it arrived.",
  },
};

const spoken = {
  offered: (name: string, size: string): string =>
    `The other person offers the file ${name}, ${size}. Accept or decline it in the messages.`,
  ended: (name: string, how: string): string => `${name}: ${how}`,
};

const voice = {
  record: "Record voice note",
  /** The file's name, without its ending. */
  name: "Voice note",
  recording: "Recording",
  asking: "The browser asks whether this page may use the microphone.",
  hint: "Hold to record, or press once and stop later.",
  stop: "Stop recording",
  discard: "Discard",
  level: "Microphone level",
  limit: "Five minutes are the most, so the recording stopped.",
  ready: "The voice note is ready. Listen to it, then press “Send”.",
  denied:
    "The microphone is not allowed for this page. Allow it in the browser’s settings for this address, then press again.",
  none: "No microphone was found. Connect one, then press again.",
  failed: "The microphone could not be used. Another program may have it. Close that one, then press again.",
  unable: "This browser cannot record sound.",
  close: "Close",
  play: "Play",
  pause: "Pause",
  position: "Position",
  at: (now: string, whole: string): string => `${now} of ${whole}`,
  unplayable: "This browser cannot play it. Save it, and open it in another program.",
};

export const files = { tray, refusals, transfer, reasons, spoken, voice };

export type FilesText = typeof files;
