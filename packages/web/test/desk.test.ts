import { signal } from "@preact/signals";
import { afterEach, expect, test } from "vitest";
import { attend } from "../src/desk/attention.ts";
import { actOf, DIALOGS, KEYS } from "../src/desk/keys.ts";
import { settings } from "../src/desk/settings.ts";
import { createSounds } from "../src/desk/sounds.ts";
import { Messages, newMessage } from "../src/model/messages.ts";
import { translations } from "../src/text/es.ts";
import { countingIn } from "../src/text/numbers.ts";
import { text } from "../src/text/desk-text.ts";

afterEach(() => {
  settings.letters.value = true;
});

type DoorTold = Parameters<typeof attend>[0]["door"]["told"]["value"];

/** A room and a page that is shown and hidden by hand. */
function stage() {
  const messages = new Messages();
  const presence = signal<"never" | "away" | "present" | "left">("never");
  const status = signal<"waiting" | "secure" | "ended">("waiting");
  const told: unknown[] = [];
  const door = { told: signal<DoorTold>(null) };
  let hidden = false;
  let changed = (): void => undefined;
  let next = 0;
  const stop = attend(
    { messages, presence, status, door },
    {
      isHidden: () => hidden,
      onVisibility: (report) => {
        changed = report;
        return () => told.push("not watched");
      },
      count: (unseen) => told.push(unseen),
      notify: () => {
        told.push("notified");
        return () => told.push("taken back");
      },
      play: (sound) => told.push(sound),
    },
  );
  return {
    presence,
    status,
    stop,
    told: () => told.splice(0),
    says: (from: "self" | "other") => {
      const id = String((next += 1));
      messages.add(newMessage({ id, from, text: "canary", atMs: 0, replyTo: null, state: null }));
      return id;
    },
    edits: (id: string) => {
      messages.edit(id, "canary again");
    },
    hides: (is: boolean) => {
      hidden = is;
      changed();
    },
  };
}

test("a message is heard, and counted and notified only while nobody looks; a look takes all of it back", () => {
  const { says, edits, hides, told } = stage();
  says("other");
  expect(told()).toEqual(["message"]);
  hides(true);
  const id = says("other");
  says("self");
  edits(id);
  says("other");
  expect(told()).toEqual(["message", 1, "notified", "message", 2]);
  hides(false);
  expect(told()).toEqual(["taken back", 0]);
  hides(true);
  says("other");
  expect(told()).toEqual(["message", 1, "notified"]);
});

test("with the room everything is taken back, and nothing more is told", () => {
  const { says, hides, stop, told } = stage();
  hides(true);
  says("other");
  told();
  stop();
  expect(told()).toEqual(["not watched", "taken back", 0]);
  says("other");
  expect(told()).toEqual([]);
});

test("coming, going and the end have their sounds, once each", () => {
  const { presence, status, told } = stage();
  presence.value = "present";
  presence.value = "away";
  presence.value = "present";
  status.value = "secure";
  status.value = "ended";
  expect(told()).toEqual(["join", "leave", "join", "end"]);
});

test("nothing of what was said, nor a name, is handed to anything that calls for attention", () => {
  const { says, hides, told } = stage();
  hides(true);
  says("other");
  expect(JSON.stringify(told())).not.toContain("canary");
});

/** Counts the notes that are played, and answers with a clock of its own. */
function player() {
  const tones: number[] = [];
  const clock = { seconds: 0, opened: 0 };
  const parameter = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
  const node = { connect: () => node, gain: parameter, start() {}, stop() {} };
  const context = {
    state: "running",
    get currentTime() {
      return clock.seconds;
    },
    destination: {},
    createGain: () => node,
    createOscillator: () => ({
      ...node,
      frequency: {
        set value(hz: number) {
          tones.push(hz);
        },
      },
    }),
  };
  const sounds = createSounds(() => {
    clock.opened += 1;
    return context as unknown as AudioContext;
  });
  return { sounds, tones, clock };
}

test("sounds are made of tones, and a burst of messages is one sound", () => {
  const { sounds, tones, clock } = player();
  expect(clock.opened).toBe(0);
  sounds.play("message");
  sounds.play("message");
  expect(tones).toHaveLength(1);
  clock.seconds = 1;
  sounds.play("message");
  sounds.play("end");
  expect([tones.length, clock.opened]).toEqual([5, 1]);
});

const press = { key: "v", ctrlKey: false, altKey: false, metaKey: false, isComposing: false };

test("a letter acts outside of text and dialogs alone, without a modifier, and can be switched off", () => {
  expect(actOf(press, "free")).toBe("verify");
  expect(actOf({ ...press, key: "V" }, "free")).toBe("verify");
  expect(actOf({ ...press, key: "?" }, "free")).toBe("list");
  for (const place of ["text", "dialog"] as const) expect(actOf(press, place)).toBeNull();
  for (const part of ["ctrlKey", "altKey", "metaKey", "isComposing"] as const)
    expect(actOf({ ...press, [part]: true }, "free")).toBeNull();
  for (const key of ["Enter", " ", "Tab", "Escape", "F5", "/", "'", "z"])
    expect(actOf({ ...press, key }, "free")).toBeNull();
  settings.letters.value = false;
  expect(actOf(press, "free")).toBeNull();
});

test("every key is named in the list, in each language, and no act has two", () => {
  const acts = Object.values(KEYS);
  expect(new Set(acts).size).toBe(acts.length);
  const spanish: Readonly<Record<string, string>> = translations(countingIn("es")).desk?.keys ?? {};
  for (const act of acts) {
    expect(text.keys[act], act).not.toBe("");
    expect(spanish[act], act).toBeTypeOf("string");
  }
  expect(Object.keys(DIALOGS).every((act) => acts.includes(act as (typeof acts)[number]))).toBe(true);
});
