/** Why a text opens nothing: codes of spec/invite.md 2 and spec/phrase.md 2. */
const FAULTS: Readonly<Record<string, string>> = {
  empty: "No invitation came. Give the link, the share code or the four words.",
  "too-long": "That is longer than any link or code. Give only the link.",
  "not-an-invitation": "That is not a link, code or phrase of a room. Copy it again, whole.",
  "key-missing":
    "The key is missing: the part after the # or the colon. Copy the link again, whole, in quotes.",
  "room-id": "The first part has a wrong or missing character. Copy the link again, whole.",
  version: "This link needs a newer version of tacet.",
  key: "The key in it is damaged: a character is wrong or missing. Copy the link again, whole.",
  "owner-tag": "This is a room for many, which this version does not open yet.",
  scheme: "The link is not protected on its way: it begins with http. Ask for one that begins with https.",
  host: "The address of the relay in it is not spelled as it should be. Copy the link again, whole.",
  count: "A phrase has four words. Give all four, in their order.",
};

export function faultText(fault: string, word: number | null = null): string {
  if (fault === "word" && word !== null)
    return `Word ${word} is not one of the words that phrases are made of. Ask to hear it again.`;
  return FAULTS[fault] ?? FAULTS["not-an-invitation"] ?? "";
}
