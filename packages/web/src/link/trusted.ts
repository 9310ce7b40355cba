// The build makes this module: its default is the address of the worker's program.
// oxlint-disable-next-line import/default
import workerAddress from "../worker/room-worker.ts?worker&url";

/** The only addresses that this page ever makes a program of. */
const PROGRAMS: readonly string[] = [workerAddress];

interface Policy {
  createScriptURL(address: string): unknown;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): Policy;
}

/**
 * The page's one Trusted Types policy. It makes script addresses and nothing else, and only of the fixed list above;
 * an engine without Trusted Types takes the same list as it is.
 */
export function workerUrl(): string {
  const factory = (globalThis as { readonly trustedTypes?: PolicyFactory }).trustedTypes;
  if (factory === undefined) return workerAddress;
  policy ??= factory.createPolicy("tacet-worker", { createScriptURL: allowed });
  // The platform's types know only strings here; the trusted object is what the browser asks for.
  return policy.createScriptURL(workerAddress) as string;
}

let policy: Policy | null = null;

function allowed(address: string): string {
  if (!PROGRAMS.includes(address)) throw new TypeError("This page runs no other program.");
  return address;
}
