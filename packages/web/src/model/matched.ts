/**
 * The engine keeps the text in which a regular expression last found something (`RegExp.input`), for as long as nothing else is
 * found: a link, or what was said. This finds something in a text that says nothing.
 */
export function forgetMatched(): void {
  // Nobody waits for the answer; looking is what it is for.
  /\./u.exec(".");
}
