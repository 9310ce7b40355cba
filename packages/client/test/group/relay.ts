import { type FromGroup, type ToGroup, group } from "@tacet/wire/group";

type Seat = { readonly secret: string; deliver: ((frame: FromGroup) => void) | null };

/** What a test may have the relay do with a numbered frame: 0 drops it, 2 gives it two numbers. */
export type Meddle = (frame: {
  readonly number: number;
  readonly seat: number;
  readonly block: Uint8Array;
}) => 0 | 1 | 2;

/** A relay's room for many, as spec/relay.md 10 has it, in memory and at once: seats, numbers, what is kept, whispers, commands. */
export class TestRelay {
  readonly kept: { number: number; seat: number; counter: number; block: Uint8Array }[] = [];
  readonly seats: (Seat | undefined)[] = [];
  capacity = 50;
  newest = 0;
  locked = false;
  /** Started anew: it counts nothing until it knows where the room was. */
  gathering = false;
  /** Whose commands are taken: the first one's, and then whom it names. */
  owner: string | null = null;
  ended = false;
  admission: string;
  meddle: Meddle = () => 1;

  constructor(admission: Uint8Array, owner: Uint8Array) {
    this.admission = String(admission);
    this.seats[0] = { secret: String(owner), deliver: null };
  }

  /** The first frame of a socket. @returns what takes the others, or null when it was refused */
  admit(
    frame: ToGroup & { kind: "group-admit" },
    hash: (bytes: Uint8Array) => Uint8Array,
    deliver: (frame: FromGroup) => void,
  ): number | null {
    const refuse = (code: "absent" | "full" | "locked"): null => {
      deliver({ kind: "refused", code });
      return null;
    };
    if (this.ended) return refuse("absent");
    const secret = String(hash(frame.seatSecret));
    let seat = this.seats.findIndex((one) => one?.secret === secret);
    if (seat < 0) {
      if (frame.mode === "return" || String(hash(frame.token)) !== this.admission) return refuse("absent");
      if (this.locked) return refuse("locked");
      seat = this.free();
      if (seat >= this.capacity) return refuse("full");
    }
    this.seats[seat] = { secret, deliver };
    deliver(this.welcome(seat));
    if (frame.mode === "return") this.replay(seat, frame.last, deliver);
    this.tellSeats();
    return seat;
  }

  private free(): number {
    const at = Array.from({ length: this.seats.length }, (_, index) => index).find(
      (index) => this.seats[index] === undefined,
    );
    return at ?? this.seats.length;
  }

  /** What came after `last`; of frames of this seat `placed`. A `last` beyond the newest is of another order, and hears `gap` too. */
  private replay(seat: number, last: number, deliver: (frame: FromGroup) => void): void {
    if (this.gathering) return;
    const first = this.kept[0]?.number ?? this.newest + 1;
    if (last > this.newest) deliver({ kind: "gap", first: this.newest + 1 });
    else if (last + 1 < first) deliver({ kind: "gap", first });
    for (const one of this.kept) if (one.number > last) this.give(one, seat, deliver);
  }

  private give(
    { number, seat, counter, block }: TestRelay["kept"][number],
    to: number,
    deliver: (frame: FromGroup) => void,
  ): void {
    if (seat === to) deliver({ kind: "placed", counter, number });
    else deliver({ kind: "numbered", number, seat, block });
  }

  take(seat: number, frame: ToGroup): void {
    if (frame.kind === "numbered") this.number(seat, frame);
    if (frame.kind === "whisper") this.whisper(seat, frame);
    if (frame.kind === "leave") this.leave(seat);
    if (frame.kind === "command") this.command(seat, frame);
  }

  private number(seat: number, { counter, block }: ToGroup & { kind: "numbered" }): void {
    const times = this.meddle({ number: this.newest + 1, seat, block });
    for (let time = 0; time < times; time += 1) {
      this.newest += 1;
      const one = { number: this.newest, seat, counter, block };
      this.kept.push(one);
      for (const [at, other] of this.seats.entries()) {
        const { deliver } = other ?? {};
        if (deliver && time > 0) deliver({ kind: "numbered", number: one.number, seat, block });
        else if (deliver) this.give(one, at, deliver);
      }
    }
  }

  whisper(from: number, { seat, block }: ToGroup & { kind: "whisper" }): void {
    for (const [at, other] of this.seats.entries()) {
      if (at !== from && (seat === group.everybody || seat === at))
        other?.deliver?.({ kind: "whisper", seat: from, block });
    }
  }

  private command(seat: number, { counter, key, order }: ToGroup & { kind: "command" }): void {
    this.owner ??= String(key);
    if (this.owner !== String(key)) {
      this.seats[seat]?.deliver?.({ kind: "commanded", counter, outcome: "refused" });
      return;
    }
    const done = (): void => this.seats[seat]?.deliver?.({ kind: "commanded", counter, outcome: "done" });
    if (order.order === "admission") this.admission = String(order.hash);
    if (order.order === "lock") this.locked = order.locked;
    if (order.order === "owner") this.owner = String(order.owner);
    if (order.order === "remove") {
      this.seats[order.seat]?.deliver?.({ kind: "ended", reason: "removed" });
      this.seats[order.seat] = undefined;
    }
    done();
    if (order.order === "end") this.end();
    this.tellSeats();
  }

  private end(): void {
    this.ended = true;
    for (const seat of this.seats) seat?.deliver?.({ kind: "ended", reason: "burned" });
  }

  private leave(seat: number): void {
    this.seats[seat] = undefined;
    this.tellSeats();
  }

  /** The socket of this seat is gone. */
  lose(seat: number): void {
    const one = this.seats[seat];
    if (one !== undefined) one.deliver = null;
    this.tellSeats();
  }

  private numbers(): { taken: number[]; present: number[] } {
    const all = [...this.seats.keys()].filter((at) => this.seats[at] !== undefined);
    return { taken: all, present: all.filter((at) => this.seats[at]?.deliver !== null) };
  }

  private tellSeats(): void {
    for (const seat of this.seats) seat?.deliver?.({ kind: "seats", ...this.numbers() });
  }

  private welcome(seat: number): FromGroup {
    return {
      kind: "group-welcome",
      seat,
      newest: this.gathering ? 0 : this.newest,
      timeLeftMs: null,
      idleSeconds: 86_400,
      graceSeconds: 600,
      directFileBytesMax: 0,
      relayedFileBytesMax: 0,
      capacity: this.capacity,
      locked: this.locked,
      ownerLeaves: false,
      nonce: new Uint8Array(32),
      ticket: new Uint8Array(0),
      stun: [],
      ...this.numbers(),
    };
  }
}
