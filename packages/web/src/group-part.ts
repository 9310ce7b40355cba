/**
 * The part of the page for rooms for many (spec/group.md): choosing one, being invited to one, and its screen. It is fetched at a press on "More kinds
 * of room", or with such an invitation, and needs nothing but what is there already.
 */
import style from "./style/group.css?inline";

export { NewRoom } from "./group/new-room.tsx";
export { InvitedMany } from "./group/invited.tsx";

const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
document.adoptedStyleSheets.push(sheet);
