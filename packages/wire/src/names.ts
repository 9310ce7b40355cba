import { WireError } from "./error.ts";

/** The name of a code in a closed list such as `{absent: 1, used: 2}`. Throws WireError("field") for another code. */
export function nameOf<Name extends string>(codes: Readonly<Record<Name, number>>, code: number): Name {
  for (const name in codes) if (codes[name] === code) return name;
  throw new WireError("field");
}

/** The code of a name, as it stands in the frame. Throws WireError("field") for a name that only an unchecked caller can pass. */
export function codeOf<Name extends string>(codes: Readonly<Record<Name, number>>, name: Name): number {
  if (!Object.hasOwn(codes, name)) throw new WireError("field");
  return codes[name];
}
