/**
 * The relay: it admits, forwards and forgets (spec/relay.md). It imports wire and nothing of core, so that "it cannot read" is a
 * property of the import graph.
 *
 * A room's life is a pure machine (rooms/room.ts); the registry carries out what it decides; sockets, HTTP and STUN are drivers
 * around it. Strangers are bounded before they have shown anything (sockets/pending.ts, limits/). Nothing is logged. Doubts: a
 * language with a garbage collector forgets when it likes, and who can read the process's memory reads the rooms in it.
 */
export { ownOrigins } from "./addresses.ts";
export { type RelayConfig, type StunConfig, readConfig } from "./config/config.ts";
export { ConfigError } from "./config/error.ts";
export { type RelayLimits, standardLimits } from "./config/limits.ts";
export { type DescribedPage, describePage } from "./http/described.ts";
export { type Clock, type RelayPorts, systemPorts } from "./ports.ts";
export { type PageHost, createPageHost } from "./page-host.ts";
export { type Relay, type RelayAddress, type RelayContents, createRelay } from "./relay.ts";
