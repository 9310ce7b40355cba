/**
 * A scripted room for looking at the screens without a relay: `vite build --config test/fake.config.ts`. Which scene is
 * played is the address's `?scene=`; the last part of a scene may be driven by hand. Never part of the product.
 */
import type { RoomCommand, RoomEvent } from "@tacet/client";
import { encodeQR } from "qr";
import { qrPath } from "../src/model/qr-path.ts";
import type { RoomLink, RoomLinkPorts } from "../src/link/room-link.ts";
import type { GroupFace } from "@tacet/client/group";
import { playGroup } from "./fake-group.ts";
import { fileEvent, scenes } from "./fake-scenes.ts";
import { ending } from "./ending.ts";

const WORDS = "The quick fox passes the sleeping dog and says nothing about it to anyone at all".split(" ");

export function openRoomLink(ports: RoomLinkPorts): RoomLink {
  const emit = (event: RoomEvent): void => {
    setTimeout(() => {
      ports.event(event);
    });
  };
  const scene = new URLSearchParams(window.name || location.search).get("scene") ?? "secure";
  let sent = 0;
  let isMany = false;
  const play = (): void => {
    for (const event of scenes(location.origin)[scene] ?? []) emit(event);
    const many = Number(new URLSearchParams(location.search).get("many") ?? 0);
    for (let index = 0; index < many; index += 1) emit(manyth(index));
  };
  Object.assign(globalThis, { fakeRoom: emit });
  return {
    prepare(kind) {
      isMany = kind === "many";
    },
    reach: () => undefined,
    sunk() {},
    command(given) {
      if (isMany) {
        playGroup(scene, given as GroupFace["command"], (event) => {
          setTimeout(() => ports.event(event));
        });
        return;
      }
      const command = given as RoomCommand;
      if (command.do === "create" || command.do === "join") play();
      if (command.do === "leave") emit({ event: "end", ...ending("left-here") });
      if (command.do === "safety") {
        emit({ event: "safety", emoji: [0, 18, 26, 55, 57, 34, 63], words: [0, 311, 1024, 1777, 2047] });
      }
      if (command.do === "verified" && command.match) emit({ event: "verification", state: "verified" });
      if (command.do === "verified" && !command.match) emit({ event: "end", ...ending("mismatch") });
      if (command.do === "burn") emit({ event: "end", ...ending("burned-here") });
      for (const event of answersOf(command)) emit(event);
      if (command.do !== "message") return;
      if (scene === "refuses") {
        emit({ event: "refused", key: command.key, reason: "too-many-waiting" });
        return;
      }
      const id = `own-${(sent += 1)}`;
      emit({ event: "message", id, key: command.key, from: "self", text: command.text, replyTo: null });
      emit({ event: "receipt", id, state: "delivered" });
    },
    check: (entry) =>
      Promise.resolve(
        entry.includes("/rooms/") || entry.includes(":")
          ? { ok: true, origin: null }
          : { ok: false, fault: "not-an-invitation" },
      ),
    complete: () => Promise.resolve(["abandon", "ability", "able"]),
    draw: (link) => Promise.resolve(qrPath(encodeQR(link, "raw", { ecc: "medium", border: 4 }))),
    close() {},
    abandon() {},
  };
}

/** Files are offered at once, and what is accepted is there. */
function answersOf(command: RoomCommand): readonly RoomEvent[] {
  if (command.do === "file") {
    const { key, name, type, source } = command;
    const size = source instanceof Blob ? source.size : null;
    return [fileEvent({ id: `own-${key}`, key, from: "self", name, type, size })];
  }
  if (command.do === "accept") return [fileEvent({ id: command.id, state: "moving", bytes: 3_400_000 })];
  const reason = command.do === "decline" ? "declined" : "cancelled";
  if (command.do !== "decline" && command.do !== "cancel") return [];
  return [fileEvent({ id: command.id, state: "cancelled", reason })];
}

function manyth(index: number): RoomEvent {
  const length = (index * 7) % 40;
  const text = Array.from({ length: length + 1 }, (_, at) => WORDS[(index + at) % WORDS.length]).join(" ");
  return {
    event: "message",
    id: `many-${index}`,
    key: null,
    from: index % 3 === 0 ? "self" : "other",
    text,
    replyTo: null,
  };
}
