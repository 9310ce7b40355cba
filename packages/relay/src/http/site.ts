import type { Answer, AnswerKind } from "./answer.ts";

/** What the page may use. Clipboard writing is the "Copy link" button's, the camera scans a QR code, the microphone is the voice notes'. */
const OWN = ["camera=(self)", "clipboard-write=(self)", "microphone=(self)"];

/** What nothing here uses. */
const OFF = [
  "accelerometer=()",
  "autoplay=()",
  "bluetooth=()",
  "browsing-topics=()",
  "clipboard-read=()",
  "display-capture=()",
  "encrypted-media=()",
  "fullscreen=()",
  "gamepad=()",
  "geolocation=()",
  "gyroscope=()",
  "hid=()",
  "identity-credentials-get=()",
  "idle-detection=()",
  "local-fonts=()",
  "magnetometer=()",
  "midi=()",
  "otp-credentials=()",
  "payment=()",
  "picture-in-picture=()",
  "publickey-credentials-create=()",
  "publickey-credentials-get=()",
  "screen-wake-lock=()",
  "serial=()",
  "storage-access=()",
  "usb=()",
  "web-share=()",
  "window-management=()",
  "xr-spatial-tracking=()",
];

const PERMISSIONS = [...OWN, ...OFF].join(", ");
const NO_PERMISSIONS = ["camera=()", "clipboard-write=()", "microphone=()", ...OFF].join(", ");

/** For what is no document and asks for nothing: said in brief, since every first load carries it with each file. */
const PERMISSIONS_OF_FILES = "camera=(), geolocation=(), microphone=()";

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HSTS_SECONDS = 63_072_000;

export interface SiteOptions {
  /** The relay's own origins; the first is the one that people are told. */
  readonly own: readonly string[];
  /** Origins of pages served elsewhere. */
  readonly others: readonly string[];
  /** Whether every script and style of the page is named with its hash. */
  readonly sealedPage: boolean;
  /** The relay that the page talks to, where that is another than who serves it. */
  readonly relay?: string;
}

/** What is the same for every answer of this relay. The one place where security headers are made (spec/relay.md 7). */
export class Site {
  readonly url: string;
  readonly #origins: ReadonlySet<string>;
  readonly #foreign: ReadonlySet<string>;
  readonly #headers: Readonly<Record<AnswerKind, Readonly<Record<string, string>>>>;

  constructor(options: SiteOptions) {
    this.url = options.own[0] ?? "";
    this.#origins = new Set([...options.own, ...options.others]);
    this.#foreign = new Set(options.others.filter((origin) => !options.own.includes(origin)));
    const integrity = options.sealedPage ? { "integrity-policy": "blocked-destinations=(script)" } : {};
    const data = securityHeaders(this.url, NOTHING);
    const reached = options.relay === undefined ? options.own : [options.relay];
    const own = securityHeaders(this.url, pagePolicy(reached, options.relay));
    const page = { ...own, ...integrity, "permissions-policy": PERMISSIONS };
    const worker = { ...own, "permissions-policy": PERMISSIONS_OF_FILES };
    const file = { ...data, "permissions-policy": PERMISSIONS_OF_FILES };
    // The landing page becomes a room without a load and needs WebRTC; the privacy page needs nothing but itself.
    const privacy = { ...own, ...integrity, "connection-allowlist": "(response-origin)" };
    this.#headers = { data, file, worker, page, privacy };
  }

  /** Whether a browser's page of this origin may speak to the relay. */
  allows(origin: string): boolean {
    return this.#origins.has(origin);
  }

  /** Whether an origin is an allowed one that is not our own, so that a browser wants to be told so. */
  isForeign(origin: string): boolean {
    return this.#foreign.has(origin);
  }

  /** Every header of an answer; its own come last. */
  headersOf(answer: Answer): Record<string, string> {
    return {
      ...this.#headers[answer.kind],
      "content-type": answer.type,
      "content-length": String(answer.body.length),
      ...answer.headers,
    };
  }

  /** The headers that even the answer of an accepted upgrade carries. */
  upgradeHeaders(): readonly string[] {
    return Object.entries(this.#headers.data).map(([name, value]) => `${name}: ${value}`);
  }
}

function securityHeaders(url: string, policy: string): Record<string, string> {
  const secure = url.startsWith("https:");
  return {
    "content-security-policy": policy,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": NO_PERMISSIONS,
    "cache-control": "no-store",
    ...(secure ? { "strict-transport-security": `max-age=${HSTS_SECONDS}; includeSubDomains` } : {}),
  };
}

function pagePolicy(reached: readonly string[], elsewhere: string | undefined): string {
  // A policy has no spelling for an IPv6 address; there 'self' stands for the socket too.
  const named = reached.filter((origin) => !origin.includes("["));
  const sockets = named.map((origin) => origin.replace(/^http/, "ws"));
  const sources = elsewhere === undefined ? sockets : [...named, ...sockets];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'none'",
    // Sound that the page has itself: voice notes. A picture needs no address, the page draws it.
    "media-src blob:",
    `connect-src ${["'self'", ...sources].join(" ")}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types tacet-worker",
  ].join("; ");
}
