import type { Translation } from "./catalogs.ts";
import type { MissingText } from "./en-missing.ts";

/** What a browser that lacks something is told, in Japanese. */
export const jaMissing: Translation<MissingText> = {
  heading: "このブラウザーではルームを開けません",
  lead: "Tacet はブラウザーの中で暗号化します。そのために必要なもののうち、ここには次のものがありません。",
  parts: {
    secure:
      "保護されたアドレス。このページは暗号化されていない http で届きました。https で、またはこの端末の localhost として開いてください。",
    crypto: "Web Cryptography。鍵を作り、使います。",
    worker: "Web Workers。鍵をページから切り離して保ちます。",
    socket: "WebSocket。中継サーバーにつながります。",
    peer: "WebRTC データチャネル。メッセージをブラウザーからブラウザーへ運びます。これを無効にしているブラウザーや拡張機能もあります。",
  },
  next: "届いたメッセージから、最新の Firefox、Chrome、Edge、Safari のいずれかでリンクを開き直してください。リンクは使用済みになっていません。",
};
