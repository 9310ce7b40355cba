import { hex, hkdf, seeded, sha256, writeSuite } from "./reference.ts";

/** The suite of spec/invite.md. Run by hand: node vectors/generate/invite.ts */
interface Case {
  readonly name: string;
  readonly text?: string;
  readonly invitation?: {
    readonly roomId: string;
    readonly inviteKey: string;
    readonly origin: string | null;
  };
  readonly tolerated?: readonly string[];
  /** The canonical spelling, where the text is one. */
  readonly spelling?: "link" | "code";
  readonly error?: string;
  readonly inviteKey?: string;
  readonly admissionToken?: string;
  readonly admissionHash?: string;
}

const roomId = seeded("room", 16);
const inviteKey = seeded("invite", 32);
const ROOM = roomId.toString("base64url");
const KEY = `1${inviteKey.toString("base64url")}`;
const LINK = `https://tacet.example/rooms/${ROOM}#${KEY}`;
const CODE = `${ROOM}:${KEY}`;

function yes(name: string, text: string, origin: string | null, tolerated: readonly string[] = []): Case {
  const invitation = { roomId: hex(roomId), inviteKey: hex(inviteKey), origin };
  const spelling = text.includes("://") ? "link" : "code";
  return { name, text, invitation, tolerated, ...(tolerated.length === 0 ? { spelling } : {}) };
}

const no = (name: string, text: string, error: string): Case => ({ name, text, error });
const HERE = "https://tacet.example";

function accepted(): Case[] {
  return [
    yes("link", LINK, HERE),
    yes("link with a port", LINK.replace("example", "example:8443"), `${HERE}:8443`),
    yes("link to this machine", LINK.replace(HERE, "http://localhost:8080"), "http://localhost:8080"),
    yes(
      "link to this machine's address",
      LINK.replace(HERE, "http://127.0.0.1:8000"),
      "http://127.0.0.1:8000",
    ),
    yes("link to this machine's IPv6 address", LINK.replace(HERE, "http://[::1]:8080"), "http://[::1]:8080"),
    yes("link to an IPv6 address", LINK.replace(HERE, "https://[2001:db8::1]"), "https://[2001:db8::1]"),
    yes("share code", CODE, null),
    yes("share code with a relay", `tacet.example/${CODE}`, HERE),
    yes("share code with this machine", `localhost:8080/${CODE}`, "http://localhost:8080"),
    yes("white space", `\n ${LINK}\t`, HERE, ["space"]),
    yes("angle brackets", `<${LINK}>`, HERE, ["brackets"]),
    yes("curly quotes", `\u201c${CODE}\u201d`, null, ["brackets"]),
    yes("backticks", `\`${CODE}\``, null, ["brackets"]),
    yes("full stop", `${LINK}.`, HERE, ["punctuation"]),
    yes("full-width full stop", `${LINK}\u3002`, HERE, ["punctuation"]),
    yes("percent-encoded fragment", LINK.replace("#", "%23"), HERE, ["percent"]),
    yes("percent-encoded colon", CODE.replace(":", "%3a"), null, ["percent"]),
    yes("all at once", ` (${LINK.replace("#", "%23")}.), `, HERE, [
      "space",
      "brackets",
      "punctuation",
      "percent",
    ]),
  ];
}

function refusedForms(): Case[] {
  return [
    no("nothing", "", "empty"),
    no("white space alone", " \n\t ", "empty"),
    no("an empty pair of brackets", "<>", "empty"),
    no("2,049 characters", `${" ".repeat(2049 - CODE.length)}${CODE}`, "too-long"),
    no("a word", "hello", "not-an-invitation"),
    no("white space inside", CODE.replace(":", ": "), "not-an-invitation"),
    no("two pairs of brackets", `<<${LINK}>>`, "not-an-invitation"),
    no("brackets that do not match", `<${CODE}]`, "room-id"),
    no("another path", LINK.replace("/rooms/", "/room/"), "not-an-invitation"),
    no("a further path", LINK.replace("#", "/more#"), "not-an-invitation"),
    no("a slash at the end of the path", LINK.replace("#", "/#"), "not-an-invitation"),
    no("a query", LINK.replace("#", "?a=b#"), "not-an-invitation"),
    no("two fragments", `${LINK}#`, "key"),
    no("a fragment in a share code", CODE.replace(":", "#"), "not-an-invitation"),
    no("a link without scheme", LINK.slice("https://".length), "not-an-invitation"),
    no("a backslash", LINK.replace("/rooms", "\\rooms"), "not-an-invitation"),
    no("link without fragment", `https://tacet.example/rooms/${ROOM}`, "key-missing"),
    no("link with an empty fragment", `https://tacet.example/rooms/${ROOM}#`, "key-missing"),
    no("room id alone", ROOM, "key-missing"),
    no("room id and a colon", `${ROOM}:`, "key-missing"),
    no("relay and room id alone", `tacet.example/${ROOM}`, "key-missing"),
  ];
}

function refusedValues(): Case[] {
  const room = (text: string): string => `${text}:${KEY}`;
  const key = (text: string): string => `${ROOM}:${text}`;
  // 22 characters hold 132 bits and 43 hold 258: the bits left over are zero.
  const unused = (text: string): string => `${text.slice(0, -1)}${nextCharacter(text.slice(-1))}`;
  return [
    no("room id one short", room(ROOM.slice(1)), "room-id"),
    no("room id one long", room(`A${ROOM}`), "room-id"),
    no("room id empty", room(""), "not-an-invitation"),
    no("room id with padding", room(`${ROOM}==`), "room-id"),
    no("room id in the other alphabet", room(`+${ROOM.slice(1)}`), "room-id"),
    no("room id with unused bits set", room(unused(ROOM)), "room-id"),
    no("version 0", key(`0${KEY.slice(1)}`), "version"),
    no("version 2", key(`2${KEY.slice(1)}`), "version"),
    no("key without its version", key(KEY.slice(1)), "version"),
    no("key one short", key(KEY.slice(0, -1)), "key"),
    no("key one long", key(`${KEY}A`), "key"),
    no("version alone", key("1"), "key"),
    no("key with padding", key(`${KEY}=`), "key"),
    no("key with unused bits set", key(unused(KEY)), "key"),
    no("key in the other alphabet", key(`1/${KEY.slice(2)}`), "not-an-invitation"),
    no("a second colon", key(`${KEY}:${KEY}`), "key"),
    no("owner tag", key(`${KEY}.${ROOM}`), "owner-tag"),
    no("owner tag on a link", `${LINK}.${ROOM}`, "owner-tag"),
    no("ftp", LINK.replace("https", "ftp"), "scheme"),
    no("upper-case scheme", LINK.replace("https", "HTTPS"), "scheme"),
    no("http to another machine", LINK.replace("https", "http"), "scheme"),
    no(
      "http to a name that begins like this machine",
      LINK.replace(HERE, "http://localhost.example"),
      "scheme",
    ),
  ];
}

function refusedHosts(): Case[] {
  const host = (name: string, text: string): Case => no(name, LINK.replace("tacet.example", text), "host");
  return [
    host("upper-case host", "Tacet.example"),
    host("no host", ""),
    host("user", "me@tacet.example"),
    host("user and password", "me:secret@tacet.example"),
    host("dot at the end", "tacet.example."),
    host("empty label", "tacet..example"),
    host("default port", "tacet.example:443"),
    host("port with a zero before it", "tacet.example:08443"),
    host("port out of range", "tacet.example:65536"),
    host("port 0", "tacet.example:0"),
    host("colon without a port", "tacet.example:"),
    host("Unicode host", "t\u00e4cet.example"),
    host("percent in the host", "tacet%2eexample"),
    host("underscore", "tacet_example"),
    host("label that ends with a hyphen", "tacet-.example"),
    host("address with a zero before it", "127.0.0.01"),
    host("address of three numbers", "10.0.1"),
    host("address as one number", "2130706433"),
    host("long IPv6 address", "[2001:db8:0:0:0:0:0:1]"),
    host("upper-case IPv6 address", "[2001:DB8::1]"),
    no("upper-case host in a share code", `Tacet.example/${CODE}`, "host"),
    no("default port of this machine in a share code", `localhost:80/${CODE}`, "host"),
    no("empty host in a share code", `/${CODE}`, "host"),
  ];
}

function nextCharacter(character: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return alphabet.charAt(alphabet.indexOf(character) + 1);
}

function tokens(): Case[] {
  return ["one", "two"].map((name) => {
    const key = seeded(`token ${name}`, 32);
    const token = hkdf(Buffer.alloc(0), key, "invite/admission", Buffer.alloc(0));
    return {
      name: `admission token ${name}`,
      inviteKey: hex(key),
      admissionToken: hex(token),
      admissionHash: hex(sha256(token)),
    };
  });
}

const cases = [...accepted(), ...tokens(), ...refusedForms(), ...refusedValues(), ...refusedHosts()];
writeSuite("invite", "spec/invite.md sections 1 to 3", cases);
