import type { Text } from "./en.ts";
import type { DeskText } from "./en-desk.ts";
import type { DoorText } from "./en-door.ts";
import type { GroupText } from "./en-group.ts";
import type { FilesText } from "./en-files.ts";
import type { MissingText } from "./en-missing.ts";
import type { PhraseText } from "./en-phrase.ts";
import type { RoomText } from "./en-room.ts";
import type { ScanText } from "./en-scan.ts";

/**
 * What there is to translate, part by part as the page fetches it. English is the type of each. A new part gets its line here, its
 * sentences in use by {@link inLanguage} (language.ts), and its entry in each language's files.
 */
export interface Catalogs {
  readonly start: Text;
  readonly missing: MissingText;
  readonly room: RoomText;
  readonly phrase: PhraseText;
  readonly scan: ScanText;
  readonly desk: DeskText;
  readonly files: FilesText;
  readonly door: DoorText;
  readonly group: GroupText;
}

export type PartName = keyof Catalogs;

/** The parts of one language, and the rules of style that its letters need. */
export type Translations = { readonly [Part in PartName]?: Translation<Catalogs[Part]> } & {
  readonly style?: string;
};

/**
 * The same sentences in another language, with the same arguments. What is absent is said in English until it is written; a test
 * names it. Lists are replaced whole.
 */
export type Translation<Said> = Said extends string
  ? string
  : Said extends (...given: infer Given) => string
    ? (...given: Given) => string
    : Said extends readonly unknown[]
      ? { readonly [Place in keyof Said]: Translation<Said[Place]> }
      : { readonly [Key in keyof Said]?: Translation<Said[Key]> };
