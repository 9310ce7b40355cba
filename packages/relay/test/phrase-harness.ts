import { randomBytes } from "node:crypto";
import type { RelayConfig, RelayLimits } from "@tacet/relay";
import { expect } from "vitest";
import { TestClock, clockPorts } from "./clock.ts";
import { Client, type TestRelay, type TestRoom, admit, expectKind, makeRoom, startRelay } from "./harness.ts";

/* Inviters and joiners of spec/phrase.md 6, over real sockets and a clock that stands still. */
export interface Frozen {
  readonly relay: TestRelay;
  readonly clock: TestClock;
}

export async function startFrozen(
  limits: Partial<RelayLimits> = {},
  config: Partial<RelayConfig> = {},
): Promise<Frozen> {
  const clock = new TestClock();
  return { relay: await startRelay({ limits, config, ports: clockPorts(clock) }), clock };
}

export interface Inviter {
  readonly room: TestRoom;
  readonly client: Client;
}

export async function inviterOf(relay: TestRelay, fields: Record<string, unknown> = {}): Promise<Inviter> {
  const room = await makeRoom(relay, fields);
  const client = await admit(relay, room, "return", room.secrets[0]);
  await expectKind(client, "welcome");
  return { room, client };
}

export interface Offered {
  readonly address: number;
  readonly nonce: Uint8Array;
  readonly timeLeftMs: number;
}

export async function offer(client: Client): Promise<Offered> {
  const nonce = randomBytes(32);
  client.say({ kind: "phrase-offer", nonce });
  const { address, timeLeftMs } = await expectKind(client, "phrase-placed");
  return { address, nonce, timeLeftMs };
}

export async function begin(relay: TestRelay, address: number): Promise<Client> {
  const joiner = await new Client(relay).opened();
  joiner.say({ kind: "phrase-begin", address });
  return joiner;
}

const message = (number: number): Uint8Array => new Uint8Array(255).fill(number);
export const send = (client: Client, number: number): void =>
  client.say({ kind: "phrase-message", message: message(number) });

export async function expectMessage(client: Client, number: number): Promise<void> {
  expect(Buffer.from((await expectKind(client, "phrase-message")).message)).toEqual(
    Buffer.from(message(number)),
  );
}

export async function expectOver(client: Client, code: string): Promise<void> {
  expect(await expectKind(client, "phrase-over")).toEqual({ kind: "phrase-over", code });
}

/** What a joiner hears last, and that its socket is closed with it. */
export async function expectLast(joiner: Client, code: string): Promise<void> {
  await expectOver(joiner, code);
  expect(await joiner.closed).toBe(1000);
}

export interface Attempt extends Inviter, Offered {
  readonly joiner: Client;
}

export async function attemptOf(relay: TestRelay, fields: Record<string, unknown> = {}): Promise<Attempt> {
  const inviter = await inviterOf(relay, fields);
  const offered = await offer(inviter.client);
  const joiner = await begin(relay, offered.address);
  for (const side of [joiner, inviter.client]) await expectKind(side, "phrase-begun");
  return { ...inviter, ...offered, joiner };
}

/** The inviter's socket still serves: the relay answers on it. */
export async function expectAlive(client: Client): Promise<void> {
  await offer(client);
}
