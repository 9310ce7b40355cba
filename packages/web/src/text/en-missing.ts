/** What a browser that lacks something is told: fetched by such browsers alone. */
export const enMissing = {
  heading: "This browser cannot open a room",
  lead: "Tacet encrypts inside the browser. For that it needs some things that are missing here:",
  parts: {
    secure:
      "A protected address. This page came over plain http: open it with https, or on this machine as localhost.",
    crypto: "Web Cryptography, which makes and uses the keys.",
    worker: "Web Workers, which keep the keys apart from the page.",
    socket: "WebSocket, which reaches the relay.",
    peer: "WebRTC data channels, which carry messages from browser to browser. Some browsers and extensions switch them off.",
  },
  next: "Open the link again from the message it came in, in a current Firefox, Chrome, Edge or Safari. It is not used up.",
};

export type MissingText = typeof enMissing;
