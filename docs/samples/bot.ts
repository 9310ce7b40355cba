// A bot that makes a room, prints its link, and answers what is said there: node bot.ts https://chat.example
import * as tacet from "@tacet/client";

const origin = process.argv[2] ?? "http://localhost:3000";
const clock = tacet.createSystemClock();

/** A relay wants to see the origin of who speaks to it, and Node does not say one by itself. */
class BotSocket extends WebSocket {
  constructor(url: string, protocol: string) {
    super(url, { protocols: [protocol], headers: { origin } } as unknown as string);
  }
}

const socket = tacet.createWebSocketDriver(BotSocket, (event) => room.socketEvent(event));
const room = tacet.createPairRoom({
  socket,
  peer: { post: () => undefined }, // Never used: this bot hides its address, so all goes through the relay.
  http: tacet.createHttpDriver(fetch),
  clock,
  crypto: { random: tacet.systemRandom, kem: await tacet.createKem() },
  emit: (event) => {
    if (event.event === "room") console.log(event.link);
    if (event.event === "message" && event.from === "other")
      room.command({ do: "message", key: event.id, text: `You said: ${event.text}` });
  },
});
room.command({ do: "create", origin, name: "Bot", hideAddress: true, rejoin: false });
