/** The relay cannot start as configured. The message is one line that names the setting and says what to do. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
