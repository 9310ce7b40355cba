import { text } from "../text/group-text.ts";
import { Lock } from "./lock.tsx";
import { lasting } from "./time.ts";
import type { GroupView } from "./view.ts";

/** What holds in the room, where it is known; shown to whoever is on the way in, too. */
export function Facts({ view }: { readonly view: GroupView }) {
  const settings = view.settings.value;
  if (settings === null) return null;
  const { password, disappearingSeconds: fades, endsWithOwner, owner, ownerConfirmed, admission } = settings;
  const t = text.control;
  return (
    <ul class="room-facts">
      {password && (
        <li>
          <Lock /> {t.password}
        </li>
      )}
      {admission === "locked" && (
        <li>
          <Lock /> {t.locked}
        </li>
      )}
      {fades > 0 && <li>{t.fadesAfter(lasting(fades))}</li>}
      {endsWithOwner && <li>{t.endsWithOwnerSeen}</li>}
      {view.inside && owner === null && <li>{t.ownerHere}</li>}
      {view.inside && owner !== null && !ownerConfirmed && <li>{t.ownerSilent}</li>}
    </ul>
  );
}
