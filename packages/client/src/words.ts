/** What spells the words of a `safety` event (spec/phrase.md 2), some five kilobytes: loaded when they are shown. */
export { words } from "@tacet/core/words";
