/**
 * The keys that may sign a release (spec/release.md 2), base64url, the newest first. None has been made yet: docs/release.md says how the first one
 * comes here, and how one follows another.
 */
export const RELEASE_KEYS: readonly string[] = [];

/** The key whose secret everybody knows: what it signs is vouched for by nobody. */
export const DEVELOPMENT_KEY = "Ya5pmvEFdQu4biwmhxok4lZNvacx5e8ZOuNzNZE9Egg";
