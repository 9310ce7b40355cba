import { describe, expect, it } from "vitest";
import { STOPS_MAX, focused, tabTo } from "./harness/focus.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";
import { headingOf } from "./harness/words.ts";

describe("the keyboard alone", () => {
  const stage = useStage();

  it("creates, joins, sends and burns", async () => {
    const [creator, guest] = await stage.pair();
    const relay = await stage.relay();
    await creator.tab.goto(relay.origin);
    await creator.sees("button", "Create a room");
    await tabTo(creator, "Create a room");
    await creator.tab.press("Enter");
    const link = await creator.roomLink();
    await tabTo(creator, "Copy link");

    await guest.open(link);
    await tabTo(guest, "Join room");
    await guest.tab.press("Enter");
    await Promise.all([creator.secure(), guest.secure()]);

    await tabTo(guest, "Message");
    await guest.tab.press("h");
    await guest.tab.press("i");
    await guest.tab.press("Enter");
    await creator.hears("hi");

    await tabTo(creator, "Burn room");
    await creator.tab.press("Enter");
    await creator.sees("button", "Burn now");
    await creator.tab.press("Escape");
    await until("the dialog to go", async () => (await creator.tab.count("button", "Burn now")) === 0);
    await until("the focus to come back", async () => (await focused(creator)) === "Burn room");
    await creator.tab.press("Enter");
    await creator.sees("button", "Burn now");
    await tabTo(creator, "Burn now");
    await creator.tab.press("Enter");
    await Promise.all([
      creator.endsWith(headingOf("burned-here")),
      guest.endsWith(headingOf("burned-there")),
    ]);
    await tabTo(guest, "New room");
  });

  it("shows where it is: every stop has an outline that can be seen", async () => {
    const [creator] = await stage.pair();
    const relay = await stage.relay();
    await creator.createRoom(relay.origin);
    const names = new Set<string>();
    for (let stop = 0; stop < STOPS_MAX; stop += 1) {
      await creator.tab.press("Tab");
      const [name, visible] = await creator.tab.evaluate((): [string, boolean] => {
        const element = document.activeElement;
        if (element === null || element === document.body) return ["", true];
        const seen = [element, element.parentElement].some((it) => {
          if (it === null) return false;
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(it);
          return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
        });
        return [element.getAttribute("aria-label") ?? element.textContent ?? "", seen];
      });
      names.add(name);
      expect(visible, `an outline on "${name}"`).toBe(true);
    }
    expect(names.size).toBeGreaterThan(5);
  });
});
