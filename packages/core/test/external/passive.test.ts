import { decodeMlsMessage, getCiphersuiteFromName, getCiphersuiteImpl, makePskIndex } from "ts-mls";
import type { CiphersuiteName } from "ts-mls/crypto/ciphersuite.js";
import { processPublicMessage } from "ts-mls/processMessages.js";
import { decodeRatchetTree } from "ts-mls/ratchetTree.js";
import { bytesToBase64 } from "ts-mls/util/byteArray.js";
import { describe, expect, test } from "vitest";
import { CLIENT_CONFIG } from "../../src/group/state.ts";
import {
  type CiphersuiteImpl,
  type ClientState,
  joinGroup,
  processPrivateMessage,
} from "../../src/primitives/mls.ts";
import { hex, unhex } from "../bytes.ts";
import { published, ran, readPublished } from "./published.ts";

/*
 * ts-mls itself, through the functions that we use of it, by the working group's passive clients of the one suite whose parts it brings. What it
 * brings asks for packages that are not here, so a bundler cannot take this file.
 */
const read = <T>(name: string): readonly T[] => readPublished(`mls/${name}.json`) as readonly T[];

describe.skipIf(!published("MLS clients"))("published vectors of MLS", () => {
  test("passive clients that join by a Welcome and follow commits", async () => {
    let epochs = 0;
    for (const name of ["passive-client-welcome", "passive-client-handling-commit"]) {
      for (const it of read<Passive>(name).filter((one) => one.cipher_suite === 1))
        epochs += await follow(it);
    }
    ran("MLS epochs of passive clients", epochs);
  });
});

interface Passive {
  readonly cipher_suite: number;
  readonly external_psks: readonly { readonly psk_id: string; readonly psk: string }[];
  readonly key_package: string;
  readonly signature_priv: string;
  readonly encryption_priv: string;
  readonly init_priv: string;
  readonly welcome: string;
  readonly ratchet_tree: string | null;
  readonly initial_epoch_authenticator: string;
  readonly epochs: readonly {
    readonly proposals: readonly string[];
    readonly commit: string;
    readonly epoch_authenticator: string;
  }[];
}

const FIRST: CiphersuiteName = "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519";

function message(text: string) {
  const [decoded] = decodeMlsMessage(unhex(text), 0) ?? [];
  if (decoded === undefined) throw new Error("no message");
  return decoded;
}

async function follow(it: Passive): Promise<number> {
  const suite = await getCiphersuiteImpl(getCiphersuiteFromName(FIRST));
  const [welcome, keyPackage] = [message(it.welcome), message(it.key_package)];
  if (welcome.wireformat !== "mls_welcome" || keyPackage.wireformat !== "mls_key_package")
    throw new Error("no Welcome");
  const psks = Object.fromEntries(
    it.external_psks.map((one) => [bytesToBase64(unhex(one.psk_id)), unhex(one.psk)]),
  );
  const [tree] = it.ratchet_tree === null ? [] : (decodeRatchetTree(unhex(it.ratchet_tree), 0) ?? []);
  const keys = {
    initPrivateKey: unhex(it.init_priv),
    hpkePrivateKey: unhex(it.encryption_priv),
    signaturePrivateKey: unhex(it.signature_priv),
  };
  const config = { ...CLIENT_CONFIG, authService: { validateCredential: async () => true } };
  const index = makePskIndex(undefined, psks);
  let state: ClientState = await joinGroup(
    welcome.welcome,
    keyPackage.keyPackage,
    keys,
    index,
    suite,
    tree,
    undefined,
    config,
  );
  expect(hex(state.keySchedule.epochAuthenticator)).toBe(it.initial_epoch_authenticator);
  for (const { proposals, commit, epoch_authenticator: authenticator } of it.epochs) {
    for (const one of [...proposals, commit]) state = await taken(suite, state, one, psks);
    expect(hex(state.keySchedule.epochAuthenticator)).toBe(authenticator);
  }
  return 1 + it.epochs.length;
}

async function taken(
  suite: CiphersuiteImpl,
  state: ClientState,
  text: string,
  psks: Record<string, Uint8Array>,
): Promise<ClientState> {
  const index = makePskIndex(state, psks);
  const one = message(text);
  if (one.wireformat === "mls_private_message")
    return (await processPrivateMessage(state, one.privateMessage, index, suite)).newState;
  if (one.wireformat !== "mls_public_message") throw new Error(one.wireformat);
  return (await processPublicMessage(state, one.publicMessage, index, suite)).newState;
}
