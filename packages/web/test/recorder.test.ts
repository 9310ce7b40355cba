import { afterEach, expect, test, vi } from "vitest";
import { Recorder } from "../src/files/recorder.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A microphone in an engine that is not able to do one of the things that recording takes. */
function microphone(fails: "source" | "recorder" | "start") {
  const track = { readyState: "live", stop: () => (track.readyState = "ended") };
  const open = { contexts: 0 };
  vi.stubGlobal("navigator", {
    mediaDevices: { getUserMedia: () => Promise.resolve({ getTracks: () => [track] }) },
  });
  const failIf = (step: typeof fails): void => {
    if (step === fails) throw new DOMException("cannot", "NotSupportedError");
  };
  class Context {
    constructor() {
      open.contexts += 1;
    }
    resume = () => Promise.resolve();
    close = () => Promise.resolve(void (open.contexts -= 1));
    createAnalyser = () => ({ fftSize: 0 });
    createMediaStreamSource = () => {
      failIf("source");
      return { connect: () => undefined };
    };
  }
  class Engine extends EventTarget {
    static isTypeSupported = () => true;
    constructor() {
      super();
      failIf("recorder");
    }
    start = () => {
      failIf("start");
    };
  }
  vi.stubGlobal("AudioContext", Context);
  vi.stubGlobal("MediaRecorder", Engine);
  return { track, open };
}

test.each(["source", "recorder", "start"] as const)(
  "the microphone is given back where recording fails: %s",
  async (step) => {
    const { track, open } = microphone(step);
    const recorder = new Recorder(() => undefined);
    const timers = vi.spyOn(globalThis, "setInterval");
    await recorder.start();
    expect([track.readyState, open.contexts, timers.mock.calls.length]).toEqual(["ended", 0, 0]);
    expect(recorder.state.value).toEqual({ at: "trouble", why: "failed" });
    timers.mockRestore();
  },
);
