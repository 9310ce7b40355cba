/**
 * Lanes (spec/files.md 11): connections beside the direct path, on the page's main thread, for pieces alone. Loaded with the part for files.
 */
import { listenToLane } from "../files/lane-channel.ts";
import type { IceServer, LaneCommand, LaneEvent, LaneName } from "../ports.ts";
import type { PeerConnectionConstructor } from "./peer-connection.ts";

interface LaneDriver {
  post(command: LaneCommand): void;
  /** Closes all: the room is over. */
  close(): void;
}

interface LaneDriverPorts {
  emit(event: LaneEvent): void;
  after(ms: number, run: () => void): void;
  /** Hands a channel over to the thread that seals and opens pieces; false where that cannot be. */
  lend(name: LaneName, channel: RTCDataChannel): boolean;
}

/** Candidates that take longer are done without. */
const GATHERING_MS = 1000;

interface Lane {
  readonly connection: RTCPeerConnection;
  readonly send: (bytes: Uint8Array) => void;
}

/** Carries out what the machines of files ask for. Nothing here throws: a lane that cannot be made is closed. */
export function createLaneDriver(Connection: PeerConnectionConstructor, ports: LaneDriverPorts): LaneDriver {
  const lanes = new Map<string, Lane>();
  const isPresent = (name: LaneName, connection: RTCPeerConnection): boolean =>
    lanes.get(keyOf(name))?.connection === connection;
  /** What an object says or fails at after its end is nobody's, also where another has its name by then. */
  const lose = (name: LaneName, connection: RTCPeerConnection): void => {
    if (!isPresent(name, connection)) return;
    drop(name);
    ports.emit({ ...name, on: "closed" });
  };
  const drop = (name: LaneName): void => {
    const lane = lanes.get(keyOf(name));
    lanes.delete(keyOf(name));
    lane?.connection.close();
  };
  const make = (name: LaneName, servers: readonly IceServer[]): RTCPeerConnection => {
    const connection = new Connection({ iceServers: servers.map(({ urls }) => ({ urls })) });
    const channel = connection.createDataChannel("tacet-lane", { negotiated: true, id: 0, ordered: true });
    const isLent = ports.lend(name, channel);
    const send = isLent ? () => undefined : listenToLane(channel, name, (event) => ports.emit(event));
    drop(name);
    lanes.set(keyOf(name), { connection, send });
    connection.onconnectionstatechange = () => {
      if (GONE.has(connection.connectionState)) lose(name, connection);
    };
    return connection;
  };
  const open = (command: LaneCommand & { do: "open" | "take" }): void => {
    const name = nameOf(command);
    try {
      const connection = make(name, command.iceServers);
      describe(connection, command).catch(() => lose(name, connection));
    } catch {
      ports.emit({ ...name, on: "closed" });
    }
  };
  const describe = async (
    connection: RTCPeerConnection,
    command: LaneCommand & { do: "open" | "take" },
  ): Promise<void> => {
    const name = nameOf(command);
    if (command.do === "take") await connection.setRemoteDescription({ type: "offer", sdp: command.text });
    await connection.setLocalDescription();
    await gathered(connection, (run) => ports.after(GATHERING_MS, run));
    const text = connection.localDescription?.sdp ?? "";
    if (isPresent(name, connection)) ports.emit({ ...name, on: "described", text });
  };
  const answer = (command: LaneCommand & { do: "answer" }): void => {
    const connection = lanes.get(keyOf(command))?.connection;
    connection
      ?.setRemoteDescription({ type: "answer", sdp: command.text })
      .catch(() => lose(nameOf(command), connection));
  };
  return {
    post: (command) => {
      if (command.do === "open" || command.do === "take") open(command);
      else if (command.do === "answer") answer(command);
      else if (command.do === "send") lanes.get(keyOf(command))?.send(command.bytes);
      else drop(command);
    },
    close: () => {
      for (const { connection } of lanes.values()) connection.close();
      lanes.clear();
    },
  };
}

/** One that was connected and is not any more is not waited for: the direct path and the other lanes are there. */
const GONE: ReadonlySet<string> = new Set(["disconnected", "failed", "closed"]);

function nameOf({ generation, number, own }: LaneName): LaneName {
  return { generation, number, own };
}

function keyOf({ generation, number, own }: LaneName): string {
  return `${String(generation)}/${String(number)}/${String(own)}`;
}

/** Until all candidates are found, or time is over. */
function gathered(connection: RTCPeerConnection, after: (run: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (connection.iceGatheringState === "complete") resolve();
    };
    connection.onicegatheringstatechange = look;
    after(resolve);
    look();
  });
}
