/**
 * Names in the document what a part of the page fetches later, as the document itself does for the page's own parts: src/part.ts finds it
 * there, and fetches it under its hash. `named` is made by the build: file and hash of each, a comma between.
 */
export function nameParts(named: string): void {
  for (const part of named.split(", ")) {
    const [file = "", integrity = ""] = part.split(" ");
    const link = document.createElement("link");
    Object.assign(link, { rel: "later", href: `/${file}`, integrity });
    document.head.append(link);
  }
}
