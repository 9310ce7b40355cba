import { useSignal } from "@preact/signals";
import { Menu } from "./menu.tsx";
import { Shortcuts } from "./shortcuts.tsx";

/** The menu of the first page, and the list of keys that it leads to. */
export function StartMenu({ onClose }: { readonly onClose: () => void }) {
  const listed = useSignal(false);
  if (listed.value) return <Shortcuts onClose={onClose} />;
  return (
    <Menu
      inRoom={false}
      onShortcuts={() => {
        listed.value = true;
      }}
      onClose={() => {
        // Closed for the list, it is followed by it.
        queueMicrotask(() => {
          if (!listed.peek()) onClose();
        });
      }}
    />
  );
}
