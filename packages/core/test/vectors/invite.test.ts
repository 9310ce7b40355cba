import { describe, expect, test } from "vitest";
import { admission, CoreError, formatInvitation, parseInvitation } from "../../src/index.ts";
import { hex, unhex } from "../bytes.ts";
import { countSuite, loadSuite } from "../suite.ts";

interface Case {
  readonly name: string;
  readonly text?: string;
  readonly invitation?: {
    readonly roomId: string;
    readonly inviteKey: string;
    readonly origin: string | null;
  };
  readonly tolerated?: readonly string[];
  readonly spelling?: "link" | "code";
  readonly error?: string;
  readonly inviteKey?: string;
  readonly admissionToken?: string;
  readonly admissionHash?: string;
}

const cases = loadSuite("invite") as unknown as readonly Case[];

describe("vectors/invite.json", () => {
  test("holds two refusals for each case that passes", () => {
    countSuite("invite", cases.length, cases.filter((it) => it.error !== undefined).length);
  });

  test.each(cases.map((it) => [it.name, it] as const))("%s", (_, it) => {
    if (it.inviteKey !== undefined) {
      const token = admission.token(unhex(it.inviteKey));
      expect([hex(token), hex(admission.hash(token))]).toEqual([it.admissionToken, it.admissionHash]);
      return;
    }
    const text = it.text ?? "";
    if (it.error !== undefined) expect(faultOf(text)).toBe(it.error);
    else expectAccepted(text, it);
  });
});

function faultOf(text: string): string {
  try {
    parseInvitation(text);
  } catch (error) {
    if (error instanceof CoreError && error.code === "invitation") return error.detail ?? "no detail";
    throw error;
  }
  return "accepted";
}

function expectAccepted(text: string, it: Case): void {
  const { invitation, tolerated } = parseInvitation(text);
  const { roomId, inviteKey, origin } = invitation;
  expect({ roomId: hex(roomId), inviteKey: hex(inviteKey), origin }).toEqual(it.invitation);
  expect(tolerated).toEqual(it.tolerated);
  if (it.spelling === "link") expect(formatInvitation.link(origin ?? "", invitation)).toBe(text);
  if (it.spelling === "code") {
    const host = origin === null ? undefined : new URL(origin).host;
    expect(formatInvitation.shareCode(invitation, host)).toBe(text);
  }
}
