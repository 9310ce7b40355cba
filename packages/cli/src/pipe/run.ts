import type { Call } from "../command/form.ts";
import { createErrand } from "../errand/errand.ts";
import { invitationOf } from "../room/ask.ts";
import { createWish, joinWish } from "../room/settings.ts";
import { after } from "../room/timer.ts";
import { visit } from "../room/visit.ts";
import type { Shell } from "../shell.ts";
import { createPipe } from "./face.ts";
import { readStream } from "./input.ts";
import { createOutput } from "./output.ts";

/** `tacet pipe`: bytes both ways. All words about it stand on standard error. */
export async function runPipe(call: Call, shell: Shell): Promise<number> {
  const { options, words } = call;
  const start =
    words.length === 0
      ? createWish(call, shell)
      : await joinWish(call, shell, await invitationOf(words, shell));
  const source = shell.input.isTTY === true ? null : readStream(shell.input);
  return visit(shell, start, {
    verbose: options.has("verbose"),
    face: (door) =>
      createPipe(
        createErrand(door, shell.errors, options.has("json"), after),
        (command) => door.command(command),
        source,
        createOutput(shell.output, (event) => door.sunk(event)),
      ),
  });
}
