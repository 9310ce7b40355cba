import { useEffect, useMemo, useRef } from "preact/hooks";
import type { App } from "../model/app.ts";
import { text } from "../text/scan-text.ts";
import { Dialog } from "../view/dialog.tsx";
import { after } from "../view/platform.ts";
import { openCamera } from "./camera.ts";
import { Scanner } from "./scanner.ts";

/** What the camera sees, what to do, and what stands in the way. It closes the camera with itself. */
export function ScanDialog({ app, onClose }: { readonly app: App; readonly onClose: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const scanner = useMemo(
    () =>
      new Scanner({
        openCamera: async () => (video.current === null ? "none" : openCamera(video.current)),
        after,
        enter: (entry) => app.enter(entry),
      }),
    [app],
  );
  useEffect(() => {
    // It catches what it meets.
    void scanner.start();
    return () => {
      scanner.stop();
    };
  }, [scanner]);
  const state = scanner.state.value;
  const waits = state === "asking" || state === "looking";
  return (
    <Dialog name={text.heading} class="scan" onClose={onClose}>
      <div class="viewfinder" hidden={!waits}>
        <video ref={video} aria-label={text.picture} autoplay muted playsInline />
      </div>
      <p aria-live="polite" class={waits ? "" : "fault"}>
        {waits ? text[state] : text.faults[state]}
      </p>
      <p aria-live="polite" class="fault">
        {scanner.fault.value?.()}
      </p>
      {!waits && (
        <button type="button" class="primary" onClick={() => void scanner.start()}>
          {text.again}
        </button>
      )}
    </Dialog>
  );
}
