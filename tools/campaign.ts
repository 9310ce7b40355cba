// The long runs: npm run campaign [name] [count], or [name] [first] [last] by seeds. Each prints commit, counts and load; npm test runs their short form.

import { execFileSync } from "node:child_process";
import { loadavg } from "node:os";
import { ensureBrowsers } from "./browsers.ts";
import { buildPage } from "./build-page.mjs";
import { compareBuilds } from "./builds.ts";
import { type Finding, type Gate, runGates } from "./gate.ts";
import { fuzzDecoders } from "./fuzz.ts";
import { root } from "./root.mjs";
import { replay, simulate } from "./simulate.ts";
import { runTests } from "./vitest.ts";

interface Campaign {
  readonly name: string;
  readonly does: string;
  readonly countDefault: number;
  /** Seeds or cases: as many, or from one to another where it can be taken up again. */
  readonly run: (count: number, first: number) => Promise<Finding>;
  readonly resumes?: boolean;
}

const campaigns: readonly Campaign[] = [
  {
    name: "sessions",
    does: "core against a thief of states, somebody in the middle and a relay that guesses, by seed",
    countDefault: 1000,
    run: (count) => seeded("core", count),
  },
  {
    name: "groups",
    does: "rooms for many: members who come, go, speak and race by seed, and all who stay agree",
    countDefault: 1000,
    run: (count) => seeded("core", count, ["packages/core/test/group/simulation.test.ts"]),
  },
  {
    name: "many",
    does: "a room over the real relay with so many members, who all come and talk at once",
    countDefault: 50,
    run: (count) =>
      runTests(["client"], ["packages/client/test"], {
        echo: true,
        env: { TACET_MANY: String(count) },
        files: ["packages/client/test/group/real.test.ts"],
      }),
  },
  {
    name: "histories",
    does: "two clients, a relay and a direct path that fail in every way, by seed",
    countDefault: 2000,
    run: (count) => seeded("client", count),
  },
  {
    name: "simulation",
    does: "the relay and its clients on a virtual clock and network, by seed; one alone: -- --seed 123 --trace",
    countDefault: 20_000,
    run: simulate,
  },
  {
    name: "group-rooms",
    does: "rooms for many on a virtual clock and network: the relay and its clients, honest and not, by seed",
    countDefault: 100,
    run: (count) => seeded("simulation", count, ["simulation/groups/simulation.test.ts"]),
  },
  {
    name: "decoders",
    does: "every decoder of untrusted bytes or text, with random and mutated input",
    countDefault: 1_000_000,
    run: (count) => Promise.resolve(fuzzDecoders(count)),
  },
  {
    name: "screens",
    does: "every screen of the page in so many languages, themes, widths and sizes, by axe and for what is cut off",
    countDefault: 5,
    run: (count) => inPages("screens", { TACET_SCREENS: String(count) }),
  },
  {
    name: "traces",
    does: "what browsers leave on the disk of rooms that end in every way, come to in every way, in both engines",
    countDefault: 1,
    run: (count) => inPages("traces", { TACET_TRACES: String(count) }),
  },
  {
    name: "engines",
    does: "core's tests with every loop of theirs and every planted fault, inside Chromium, Firefox and WebKitGTK",
    countDefault: 1,
    run: (count) => inPages("engines", { TACET_ENGINES: String(count) }),
  },
  {
    name: "builds",
    does: "page and packages built three times, in other folders, locales, time zones and umasks: the same bytes",
    countDefault: 3,
    run: (count) => Promise.resolve(compareBuilds(count)),
  },
  {
    name: "check",
    does: "so many flipped bytes of the built page, each served by a relay and looked for by the check of the terminal client",
    countDefault: 100,
    run: (count) => {
      buildPage(process.execPath);
      const env = { TACET_FLIPS: String(count) };
      return runTests(["cli"], ["packages/cli/test"], {
        echo: true,
        env,
        files: ["packages/cli/test/check.test.ts"],
      });
    },
  },
  {
    name: "transfers",
    does: "files of up to 200 MiB in two browsers, each with three cuts of what carries them, by seed: transfers 21 40",
    countDefault: 100,
    resumes: true,
    run: (last, first) => inPages("transfers", { TACET_TRANSFERS: `${first}-${last}` }),
  },
  {
    name: "long",
    does: "so many messages in one room in two browsers: few nodes, no long task, typing answers at once",
    countDefault: 10_000,
    run: (count) => inPages("long", { TACET_MESSAGES: String(count) }),
  },
  {
    name: "silences",
    does: "a device that comes into another network, and silent cuts of 2, 8, 20 and 60 s, in the kernel's own (as root)",
    countDefault: 1,
    run: (count) => inPages("silences", { TACET_SILENCES: String(count) }, "campaign"),
  },
  {
    name: "pipes",
    does: "bytes and files between terminals: every length, 1 GiB, kills, full disks, Ctrl-C at any moment, by rounds",
    countDefault: 20,
    run: (count) =>
      runTests(["e2e"], ["e2e"], {
        echo: true,
        env: { TACET_PIPES: String(count) },
        files: ["e2e/pipes.campaign.ts"],
      }),
  },
];

/** A file of the browsers' tests, by the page that stands here now. */
function inPages(file: string, env: Readonly<Record<string, string>>, kind = "test"): Promise<Finding> {
  const { chromium, firefox } = ensureBrowsers();
  buildPage(process.execPath);
  const browsers = { TACET_CHROMIUM: chromium, TACET_FIREFOX: firefox };
  return runTests(["e2e"], ["e2e"], {
    echo: true,
    env: { ...browsers, ...env },
    files: [`e2e/${file}.${kind}.ts`],
  });
}

/** The same tests as in verify, with more seeds; a failing one is replayed with TACET_SEED. */
function seeded(project: string, count: number, files: readonly string[] = []): Promise<Finding> {
  const env = { TACET_SEEDS: String(count) };
  const chosen = files.length > 0 ? { files } : {};
  return runTests([project], [`packages/${project}/test`], { echo: true, env, ...chosen });
}

function chosen(name: string | undefined): readonly Campaign[] {
  if (name === undefined) return campaigns;
  const found = campaigns.filter((campaign) => campaign.name === name);
  if (found.length > 0) return found;
  const known = campaigns.map((campaign) => `  ${campaign.name.padEnd(10)} ${campaign.does}`);
  return refuse(`There is no campaign named ${name}. These exist:\n${known.join("\n")}`);
}

function countOf(text: string | undefined, campaign: Campaign): number {
  if (text === undefined) return campaign.countDefault;
  if (/^[1-9][0-9]{0,8}$/u.test(text)) return Number(text);
  return refuse(`The count ${text} is not a whole number from 1 to 999999999.`);
}

/** Of two numbers the first is the first seed. */
function firstOf(numbers: readonly string[], campaign: Campaign): number {
  if (numbers.length < 2) return 1;
  if (campaign.resumes !== true) return refuse(`The campaign ${campaign.name} takes one number.`);
  return countOf(numbers[0], campaign);
}

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

/** One seed of the simulator instead of many. */
async function replayAsked(args: readonly string[]): Promise<void> {
  const at = args.indexOf("--seed");
  if (at < 0) return;
  const seed = args[at + 1] ?? "";
  if (args[0] !== "simulation") refuse("Only the campaign simulation takes --seed.");
  if (!/^[0-9]{1,9}$/u.test(seed)) refuse(`The seed ${seed} is not a whole number from 0 to 999999999.`);
  process.exit(await replay(Number(seed), args.includes("--trace")));
}

const [name, ...numbers] = process.argv.slice(2);
await replayAsked(process.argv.slice(2));
const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
console.log(
  `commit ${commit}, load ${loadavg()
    .map((one) => one.toFixed(1))
    .join(" ")}`,
);
const gates: readonly Gate[] = chosen(name).map((campaign) => ({
  name: campaign.name,
  run: () => campaign.run(countOf(numbers.at(-1), campaign), firstOf(numbers, campaign)),
}));
process.exitCode = (await runGates(gates)) ? 0 : 1;
