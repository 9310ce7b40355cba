/** What draws the emoji of a `safety` event (spec/pair.md 5). An entry of its own: who keeps the keys need not load it. */
export { EMOJI } from "@tacet/core/safety";
