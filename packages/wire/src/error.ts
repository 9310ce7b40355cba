/**
 * Why bytes are no frame, or a value cannot become one:
 * `class` not a frame size, or not the size of this kind; `kind` unknown; `version` an `admit` or a `phrase-begin` of another version;
 * `field` a field outside its range; `padding` a byte that has to be zero and is not.
 */
export type WireFault = "class" | "kind" | "version" | "field" | "padding";

/** The only error this package throws. It carries no byte of the input. */
export class WireError extends Error {
  override readonly name = "WireError";
  readonly code: WireFault;

  constructor(code: WireFault) {
    super(`not a frame of this version: ${code}`);
    this.code = code;
  }
}

/** The end of a switch that names every kind: the compiler proves it, and an unchecked caller is refused. */
export function noSuchKind(value: never): never {
  void value;
  throw new WireError("kind");
}
