import { groups } from "@tacet/core/group";
import { group } from "@tacet/wire/group";
import type { ToGroup } from "@tacet/wire/group";
import type { OwnerSays } from "../group/messages.ts";

type Order = (ToGroup & { kind: "command" })["order"];

/** An owner's command as the whole frame, signed for this connection (spec/relay.md 10.5). */
export function orderOf(
  by: {
    readonly roomKey: ReturnType<typeof groups.admissions.roomKeys.make>;
    readonly host: string;
    readonly roomId: Uint8Array;
    readonly nonce: Uint8Array;
  },
  counter: number,
  says: OwnerSays,
): Uint8Array {
  const { publicKey: key, secret } = by.roomKey;
  const order = orderFor(says);
  const signed = group.commandBytes(by, { key, counter, order });
  const signature = groups.admissions.roomKeys.sign(secret, signed);
  return group.encodeTo({ kind: "command", key, counter, order, signature });
}

function orderFor(says: OwnerSays): Order {
  switch (says.kind) {
    case "admission":
      return { order: "admission", hash: says.hash };
    case "remove":
      return { order: "remove", seat: says.seat };
    case "owner":
      return { order: "owner", owner: says.owner, seat: says.seat };
    case "lock":
      return { order: "lock", locked: says.locked };
    default:
      return { order: "end" };
  }
}
