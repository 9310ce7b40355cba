// A page with its own look on the same rooms. It talks to the relay that served it, or to the one that <html data-relay="..."> names.
import * as tacet from "@tacet/client";
import { EMOJI } from "@tacet/client/safety";

const origin = document.documentElement.dataset["relay"] ?? location.origin;
const clock = tacet.createSystemClock();
const after = (ms: number, run: () => void): void => void clock.after(ms, run);

function part<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${id}.`);
  return found;
}

const status = part("status", HTMLElement);
const invitation = part("invitation", HTMLInputElement);
const message = part("message", HTMLInputElement);
const enter = part("enter", HTMLFormElement);
const write = part("write", HTMLFormElement);

/** What came out of a room is text, and goes in as text. */
function say(from: string, text: string): void {
  const line = document.createElement("li");
  line.className = from;
  line.textContent = text;
  part("said", HTMLElement).append(line);
}

function take(event: tacet.RoomEvent): void {
  if (event.event === "room")
    part("link", HTMLElement).textContent = `Give this to one person: ${event.link}`;
  if (event.event === "message") say(event.from, event.text);
  if (event.event === "safety")
    part("safety", HTMLElement).textContent =
      `Both of you see ${event.emoji.map((at) => EMOJI[at]?.[1]).join(" ")}`;
  if (event.event === "end") status.textContent = `It is over: ${event.reason}.`;
  if (event.event !== "status") return;
  status.textContent = event.path === null ? event.value : `${event.value}, ${event.path}`;
  write.hidden = event.value !== "secure";
  if (event.value === "secure") room.command({ do: "safety" });
}

const socket = tacet.createWebSocketDriver(WebSocket, (event) => room.socketEvent(event), after);
const peer = tacet.createPeerDriver(RTCPeerConnection, (event) => room.peerEvent(event), after);
const room = tacet.createPairRoom({
  socket,
  peer,
  http: tacet.createHttpDriver((...asked) => fetch(...asked)),
  clock,
  crypto: { random: tacet.systemRandom, kem: await tacet.createKem() },
  emit: take,
});

enter.addEventListener("submit", (event) => {
  event.preventDefault();
  const given = invitation.value.trim();
  invitation.value = "";
  enter.hidden = true;
  room.command(
    given === "" ? { do: "create", origin, name: "" } : { do: "join", origin, invitation: given, name: "" },
  );
});

let said = 0;
write.addEventListener("submit", (event) => {
  event.preventDefault();
  said += 1;
  room.command({ do: "message", key: String(said), text: message.value });
  message.value = "";
});

addEventListener("pagehide", () => room.command({ do: "leave" }));
