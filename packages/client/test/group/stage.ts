import { base64url, blockHash, createKem, systemRandom } from "@tacet/core";
import type { Crypto } from "@tacet/core";
import { group } from "@tacet/wire/group";
import { createGroupKeyring } from "../../src/drivers/group-keyring.ts";
import { nextAlarmMs } from "../../src/group/alarm.ts";
import type { GroupCommand, GroupEvent } from "../../src/group/face.ts";
import type { Effect, Input, Job } from "../../src/group/messages.ts";
import { emptyRoom, type Room, step } from "../../src/group/room.ts";
import { TestRelay } from "./relay.ts";

const ORIGIN = "https://relay.example";
const ROOM_ID = base64url.encode(new Uint8Array(16).fill(9));

/** Rooms for many with a relay between them, on one clock that a test moves. Keys are real. */
export class Stage {
  nowMs = 1000;
  relay: TestRelay | null = null;
  readonly people: Person[] = [];
  readonly crypto: Crypto;

  private constructor(crypto: Crypto) {
    this.crypto = crypto;
  }

  static async open(): Promise<Stage> {
    return new Stage({ random: systemRandom, kem: await createKem() });
  }

  person(name: string): Person {
    const person = new Person(this, name);
    this.people.push(person);
    return person;
  }

  /** Somebody makes a room. */
  async owner(name: string, more: Partial<GroupCommand & { do: "create" }> = {}): Promise<Person> {
    const person = this.person(name);
    person.command({
      do: "create",
      origin: ORIGIN,
      name,
      password: null,
      disappearingSeconds: 0,
      path: "any",
      endsWithOwner: false,
      ...more,
    });
    await this.quiet();
    return person;
  }

  /** Somebody comes in by the link, as far as it goes. */
  join(name: string, invitation: string, password?: string): Person {
    const person = this.person(name);
    person.command({
      do: "join",
      origin: ORIGIN,
      name,
      invitation,
      ...(password === undefined ? {} : { password }),
    });
    return person;
  }

  async joined(name: string, invitation: string): Promise<Person> {
    const person = this.join(name, invitation);
    await this.quiet();
    return person;
  }

  /** Until nobody has anything more to do at this moment. */
  async quiet(): Promise<void> {
    for (let busy = true; busy;) {
      busy = false;
      for (const person of this.people) busy = (await person.work()) || busy;
    }
  }

  /** Lets time pass, and everything that is due in it. */
  async pass(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    await this.quiet();
    for (;;) {
      const due = Math.min(...this.people.map(({ alarmMs }) => alarmMs));
      if (due > endMs) break;
      this.nowMs = Math.max(this.nowMs, due);
      for (const person of this.people) if (person.alarmMs <= this.nowMs) person.take({ from: "clock" });
      await this.quiet();
    }
    this.nowMs = endMs;
  }
}

/** A member, or somebody who wants in: the machine with its keys, driven by hand. */
export class Person {
  readonly stage: Stage;
  readonly name: string;
  readonly events: GroupEvent[] = [];
  room: Room = emptyRoom;
  online = true;
  /** What a member that edits its client does to a job. */
  edit: (job: Job) => Job = (job) => job;
  private readonly inputs: Input[] = [];
  private jobs: Job[] = [];
  private seat: number | null = null;
  private connection = 0;
  private readonly keyring;

  constructor(stage: Stage, name: string) {
    this.stage = stage;
    this.name = name;
    this.keyring = createGroupKeyring(stage.crypto);
  }

  get alarmMs(): number {
    return nextAlarmMs(this.room) ?? Infinity;
  }

  command(command: GroupCommand): void {
    this.take({ from: "face", command, id: systemRandom.bytes(16) });
  }

  take(input: Input): void {
    this.inputs.push(input);
  }

  /** What is here to do; whether anything was. */
  async work(): Promise<boolean> {
    const busy = this.inputs.length > 0 || this.jobs.length > 0;
    for (let input = this.inputs.shift(); input !== undefined; input = this.inputs.shift())
      this.advance(input);
    const job = this.jobs.shift();
    if (job !== undefined) {
      const result = await this.keyring.run(this.edit(job), this.stage.nowMs);
      this.advance({ from: "crypto", result });
    }
    return busy;
  }

  private advance(input: Input): void {
    const { nowMs } = this.stage;
    const moment = { nowMs, wallMs: nowMs, entropy: systemRandom.bytes(16) };
    const taken = step(this.room, input, moment);
    this.room = taken.room;
    taken.effects.forEach((effect) => this.perform(effect));
  }

  private perform(effect: Effect): void {
    if (effect.to === "face") this.events.push(effect.event);
    else if (effect.to === "crypto") {
      if (effect.job.job === "wipe") this.jobs = [];
      this.jobs.push(effect.job);
    } else if (effect.to === "http") this.found(effect.request);
    else if (effect.command.do === "open") this.dial(effect.command.connection);
    else if (effect.command.do === "send" && effect.command.connection === this.connection)
      this.send(effect.command.bytes);
    else if (effect.command.do === "close") this.hangUp();
  }

  private found({ admission, seat }: { admission: string; seat: string }): void {
    const bytes = (text: string): Uint8Array => base64url.decode(text) ?? new Uint8Array(0);
    this.stage.relay = new TestRelay(bytes(admission), bytes(seat));
    this.take({
      from: "http",
      answer: {
        room_id: ROOM_ID,
        expires_at: 0,
        ticket: "",
        ice_servers: [],
        limits: { ttl_seconds: 0, grace_seconds: 600, frame_bytes: 65_536 },
      },
    });
  }

  private dial(connection: number): void {
    this.hangUp();
    this.connection = connection;
    this.take({
      from: "socket",
      event: this.online ? { on: "opened", connection } : { on: "closed", connection },
    });
  }

  private send(bytes: Uint8Array): void {
    const { relay } = this.stage;
    if (!this.online || relay === null) return;
    const frame = group.decodeTo(bytes.slice());
    const { connection } = this;
    if (frame.kind === "group-admit") {
      this.seat = relay.admit(frame, blockHash, (answer) => {
        if (this.connection !== connection || !this.online) return;
        this.take({ from: "socket", event: { on: "received", connection, bytes: group.encodeFrom(answer) } });
      });
    } else if (this.seat !== null) relay.take(this.seat, frame);
  }

  private hangUp(): void {
    if (this.seat !== null) this.stage.relay?.lose(this.seat);
    this.seat = null;
  }

  /** Whole frames, as whatever can speak last sends them. */
  speak(bytes: Uint8Array): void {
    this.send(bytes);
  }

  /** The network is gone, without a word. */
  sleep(): void {
    this.online = false;
    this.hangUp();
  }

  wake(): void {
    this.online = true;
    this.take({ from: "socket", event: { on: "closed", connection: this.connection } });
  }

  said(kind: GroupEvent["event"]): readonly GroupEvent[] {
    return this.events.filter(({ event }) => event === kind);
  }

  get link(): string {
    const found = this.events.findLast((event) => event.event === "room");
    if (found?.event !== "room" || found.link === null) throw new Error("no link");
    return found.link;
  }

  /** Texts in the room's order: by number, as a face shows them. */
  get texts(): readonly string[] {
    const numbers = new Map<string, number>();
    for (const event of this.events)
      if ((event.event === "message" || event.event === "receipt") && event.number !== null)
        numbers.set(event.id, event.number);
    return this.events
      .flatMap((event) => (event.event === "message" ? [event] : []))
      .sort((a, b) => (numbers.get(a.id) ?? Infinity) - (numbers.get(b.id) ?? Infinity))
      .map(({ text }) => text);
  }

  get tag(): string {
    const { view } = this.room;
    return view?.members.find(({ leaf }) => leaf === view.self)?.tag ?? "";
  }

  say(text: string): void {
    this.command({ do: "message", text, key: text });
  }
}
