import type { SaveHandle } from "./sinks.ts";

/** A download begins at once; its address lives a little longer. */
const ADDRESS_MS = 60_000;

/** Addresses of bytes in this page that were given out. All are taken back at the end of the room. */
export class Addresses {
  readonly #open = new Set<string>();

  give(blob: Blob): string {
    const address = URL.createObjectURL(blob);
    this.#open.add(address);
    return address;
  }

  takeBack(address: string): void {
    if (this.#open.delete(address)) URL.revokeObjectURL(address);
  }

  clear(): void {
    for (const address of this.#open) this.takeBack(address);
  }

  /** Saves bytes under a name, as a download: never opened, whatever they are. */
  download(blob: Blob, name: string): void {
    const link = document.createElement("a");
    link.href = this.give(blob.type === OPAQUE ? blob : new Blob([blob], { type: OPAQUE }));
    link.download = name;
    link.click();
    setTimeout(() => {
      this.takeBack(link.href);
    }, ADDRESS_MS);
  }
}

const OPAQUE = "application/octet-stream";

type Picker = (options: { readonly suggestedName: string }) => Promise<SaveHandle>;

function picker(): Picker | undefined {
  return (globalThis as { readonly showSaveFilePicker?: Picker }).showSaveFilePicker;
}

export function canSaveAsItComes(): boolean {
  return picker() !== undefined;
}

/** Asks for a place on the disk. Null when the person thought better of it. */
export async function askForPlace(name: string): Promise<SaveHandle | null> {
  const ask = picker();
  if (ask === undefined) return null;
  try {
    return await ask.call(globalThis, { suggestedName: name });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    throw error;
  }
}
