/*
 * Two peer connections in memory. A description is its generation's name; a connection comes up when each side has the other's
 * description and a candidate of it. Its channel has two wires, with weather of their own.
 */
import type { PeerCommand, PeerEvent, PeerSignalType } from "../../src/ports.ts";
import type { Dice } from "./random.ts";
import { count, createWeather, createWire } from "./wire.ts";
import type { Weather, Wire } from "./wire.ts";
import type { World } from "./world.ts";

export interface MemoryPeers {
  attach(side: 0 | 1, emit: (event: PeerEvent) => void): (command: PeerCommand) => void;
  /** The connection fails at both ends. */
  cut(): void;
  /** While blocked no connection comes up. */
  blocked: boolean;
  readonly descriptions: Set<string>;
}

interface End {
  readonly generation: number;
  readonly emit: (event: PeerEvent) => void;
  readonly name: string;
  remote: string | null;
  candidate: boolean;
  wire: Wire | null;
  /** The channel for files: it loses nothing but what is on it when it is cut. */
  pieces: Wire | null;
  carriedBytes: number;
  pieceBytes: number;
  alive: boolean;
}

export function createMemoryPeers(world: World, dice: Dice, weather: Weather): MemoryPeers {
  const ends: [End | null, End | null] = [null, null];
  const descriptions = new Set<string>();
  let names = 0;
  const peers: MemoryPeers = {
    blocked: false,
    descriptions,
    attach: (side, emit) => (command) => {
      if (command.do === "prepare") return;
      if (command.do === "open") {
        close(side);
        names += 1;
        const name = `v=0 description-of-connection-${String(names)}`;
        descriptions.add(name);
        ends[side] = {
          generation: command.generation,
          emit,
          name,
          remote: null,
          candidate: false,
          wire: null,
          pieces: null,
          carriedBytes: 0,
          pieceBytes: 0,
          alive: true,
        };
        if (command.role === "offer") signalFrom(side, "offer", name);
        return;
      }
      const end = ends[side];
      if (end === null || end.generation !== command.generation) return;
      if (command.do === "close") close(side);
      else if (command.do === "send") carry(end, command.bytes);
      else if (command.do === "send-piece") carryPiece(end, command.bytes);
      else onSignal(side, end, command.type, command.text);
    },
    cut: () => {
      count(weather, "direct cut");
      for (const side of [0, 1] as const) {
        const end = ends[side];
        end?.wire?.cut();
        end?.pieces?.cut();
        world.after(dice.below(100), () => {
          tell(end, (generation) => ({ on: "state", generation, state: "failed" }));
        });
      }
    },
  };

  const tell = (end: End | null | undefined, event: (generation: number) => PeerEvent): void => {
    if (end?.alive === true) end.emit(event(end.generation));
  };
  const carry = (end: End, bytes: Uint8Array): void => {
    end.carriedBytes += bytes.length;
    const totalBytes = end.carriedBytes;
    end.wire?.carry(bytes);
    world.after(1, () => {
      tell(end, (generation) => ({ on: "drained", generation, totalBytes }));
    });
  };
  const carryPiece = (end: End, bytes: Uint8Array): void => {
    end.pieceBytes += bytes.length;
    const totalBytes = end.pieceBytes;
    end.pieces?.carry(bytes);
    world.after(1, () => {
      tell(end, (generation) => ({ on: "files", generation, did: "drained", totalBytes }));
    });
  };
  const signalFrom = (side: 0 | 1, type: PeerSignalType, text: string): void => {
    const end = ends[side];
    world.after(2, () => {
      tell(end, (generation) => ({ on: "signal", generation, type, text }));
      if (type === "offer" || type === "answer") {
        tell(end, (generation) => ({
          on: "signal",
          generation,
          type: "candidate",
          text: `candidate-of-${text}`,
        }));
        tell(end, (generation) => ({ on: "signal", generation, type: "end", text: "" }));
      }
    });
  };
  const onSignal = (side: 0 | 1, end: End, type: PeerSignalType, text: string): void => {
    if (type === "offer" || type === "answer") end.remote = text;
    if (type === "offer") signalFrom(side, "answer", end.name);
    if (type === "candidate") end.candidate = true;
    connectWhenReady();
  };
  const connectWhenReady = (): void => {
    const [a, b] = ends;
    if (peers.blocked || a === null || b === null || a.wire !== null || b.wire !== null) return;
    const met = a.remote === b.name && b.remote === a.name && a.candidate && b.candidate;
    if (!met) return;
    a.wire = wireBetween(a, b);
    b.wire = wireBetween(b, a);
    a.pieces = pieceWire(b);
    b.pieces = pieceWire(a);
    world.after(8 + dice.below(4), () => {
      tell(a, (generation) => ({ on: "opened", generation }));
      tell(a, (generation) => ({ on: "files", generation, did: "opened" }));
    });
    world.after(8 + dice.below(4), () => {
      tell(b, (generation) => ({ on: "opened", generation }));
      tell(b, (generation) => ({ on: "files", generation, did: "opened" }));
    });
  };
  const wireBetween = (from: End, to: End): Wire => {
    return createWire(world, dice, weather, {
      arrive: (bytes) => {
        tell(to, (generation) => ({ on: "received", generation, bytes }));
      },
      reflect: (bytes) => {
        tell(from, (generation) => ({ on: "received", generation, bytes }));
      },
    });
  };
  const pieceWire = (to: End): Wire =>
    createWire(world, dice, createWeather(), {
      arrive: (bytes) => {
        tell(to, (generation) => ({ on: "files", generation, did: "received", bytes }));
      },
      reflect: () => undefined,
    });
  const close = (side: 0 | 1): void => {
    const end = ends[side];
    if (end === null) return;
    ends[side] = null;
    end.alive = false;
    const other = ends[side === 0 ? 1 : 0];
    if (other?.remote === end.name) {
      world.after(20, () => {
        tell(other, (generation) => ({ on: "state", generation, state: "closed" }));
      });
    }
  };
  return peers;
}
