/** WebCrypto takes views of plain memory only; ours always are, but the type of a Uint8Array does not say so. */
export function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : Uint8Array.from(bytes);
}

/** The part of WebCrypto for key encapsulation that the compiler's library does not describe yet (WICG, unofficial). */
interface EncapsulationCrypto {
  generateKey(algorithm: string, extractable: true, usages: readonly string[]): Promise<CryptoKeyPair>;
  importKey(
    format: "raw-seed" | "raw-public",
    keyData: Uint8Array<ArrayBuffer>,
    algorithm: string,
    extractable: boolean,
    usages: readonly string[],
  ): Promise<CryptoKey>;
  exportKey(format: "raw-seed" | "raw-public", key: CryptoKey): Promise<ArrayBuffer>;
  exportKey(format: "jwk", key: CryptoKey): Promise<{ readonly pub?: unknown }>;
  encapsulateBits(
    algorithm: string,
    key: CryptoKey,
  ): Promise<{ readonly sharedKey: ArrayBuffer; readonly ciphertext: ArrayBuffer }>;
  decapsulateBits(
    algorithm: string,
    key: CryptoKey,
    ciphertext: Uint8Array<ArrayBuffer>,
  ): Promise<ArrayBuffer>;
}

/** Fails where the runtime has none of it, which the probe of kem.ts expects. */
export function encapsulationCrypto(): EncapsulationCrypto {
  return crypto.subtle as unknown as EncapsulationCrypto;
}
