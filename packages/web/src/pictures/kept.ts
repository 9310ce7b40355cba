/** What stays of a picture. */
export interface CleanPicture {
  /** The clean file in order: views of the bytes that were given, and a few new ones. */
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  /** How the picture is to be turned (EXIF's 1 to 8), which went with the rest. 1: as it lies. */
  readonly orientation: number;
}

/** A colour profile of at most so many bytes stays, in JPEG and WebP, where it stands unpacked: those of cameras do, those of a calibrated screen, which may tell whose, do not. */
export const PROFILE_BYTES_MAX = 1024;
