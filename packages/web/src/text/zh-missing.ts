import type { Translation } from "./catalogs.ts";
import type { MissingText } from "./en-missing.ts";

/** What a browser that lacks something is told, in Chinese. */
export const zhMissing: Translation<MissingText> = {
  heading: "这个浏览器打不开房间",
  lead: "Tacet 在浏览器里加密。为此需要的东西中，这里缺少：",
  parts: {
    secure:
      "受保护的地址。这个页面是通过没有加密的 http 传来的：请用 https 打开，或在本机用 localhost 打开。",
    crypto: "Web Cryptography，用来生成和使用密钥。",
    worker: "Web Workers，让密钥与页面分开。",
    socket: "WebSocket，用来连接中继服务器。",
    peer: "WebRTC 数据通道，把消息从浏览器传到浏览器。有些浏览器和扩展会把它关掉。",
  },
  next: "请从收到的消息里，用最新的 Firefox、Chrome、Edge 或 Safari 重新打开链接。链接还没有用掉。",
};
