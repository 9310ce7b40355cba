import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vite";
import real from "../vite.config.ts";

/** The page with the scripted room of fake-link.ts in place of worker and relay. Build it outside the repository. */
export default mergeConfig(
  real,
  defineConfig({
    resolve: {
      alias: [
        {
          find: /^.*\/link\/room-link\.ts$/,
          replacement: fileURLToPath(new URL("fake-link.ts", import.meta.url)),
        },
      ],
    },
  }),
);
