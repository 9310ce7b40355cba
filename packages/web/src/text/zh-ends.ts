import type { Translation } from "./catalogs.ts";
import type { RoomText } from "./en-room.ts";

const GONE = "对话什么也没有留下。这里的消息和密钥已清除，中继服务器也已忘掉这个房间。";
const GONE_LATER = "对话在这里什么也没有留下：消息和密钥已清除。时间一到，中继服务器就会忘掉这个房间。";
const GONE_HERE = "对话在这一边什么也没有留下：消息和密钥已在这里清除。";
const NEVER_IN = "这里没有打开过任何东西，所以什么也没有留下。";

/** How a room ends, in Chinese. */
export const zhEnds: Translation<RoomText["ends"]> = {
  "left-here": {
    why: "你离开了房间",
    next: "双人房间在一方离开时就结束，所以对方那边也结束了。",
    left: GONE,
  },
  "left-there": {
    why: "对方离开了",
    next: "双人房间在一方离开时就结束。要继续，请创建新房间并发送新链接。",
    left: GONE,
  },
  "burned-here": {
    why: "你销毁了房间",
    next: "也已通知对方的页面清除一切。",
    left: GONE,
  },
  "burned-there": {
    why: "对方销毁了房间",
    next: "对方立即结束了双方的房间。要继续，请创建新房间并发送新链接。",
    left: GONE,
  },
  expired: {
    why: "时间到了",
    next: "每个房间都有设定的时间，这个房间的时间已过。要继续，请创建新房间并发送新链接。",
    left: GONE,
  },
  gone: {
    why: "对方不在了",
    next: "太久没有收到对方的任何内容：可能是连接断了，或浏览器关闭了。请创建新房间并发送新链接。",
    left: GONE,
  },
  "handshake-failed": {
    why: "没有收到有效的应答",
    next: "三次尝试都失败了，所以什么也没有说过。可能是链接在途中损坏，也可能有没有链接的人夹在中间。请创建新房间，用别的方式发送链接。",
    left: GONE,
  },
  policy: {
    why: "这个房间需要更新的版本",
    next: "它要求的连接方式，这个页面还没有。请刷新页面，或要一个不带该设置的房间。",
    left: GONE_HERE,
  },
  absent: {
    why: "这个房间已结束，或从未存在",
    next: "房间结束后，链接就不能再用。请向对方要一个新的。",
    left: NEVER_IN,
  },
  forgotten: {
    why: "中继服务器已不认识这个房间",
    next: "它重新启动过，或者在本页面连不上它的时候房间结束了。要继续，请创建新房间并发送新链接。",
    left: GONE,
  },
  declined: {
    why: "没有让你进来",
    next: "创建房间的人拒绝了，或者没有及时回应；也可能门口已有别人。请问问对方，再打开链接。",
    left: NEVER_IN,
  },
  used: {
    why: "有人在你之前用了这个链接",
    next: "请告诉发链接的人，但不要在那个房间里说。链接只能用一次，所以用掉它的人可能正占着你的位置。",
    left: NEVER_IN,
  },
  relay: {
    why: "连不上中继服务器",
    next: "你的网络或中继服务器出了问题，或者途中有东西拦住了它。请检查网络连接，然后创建新房间，或再次打开收到的链接。",
    left: GONE_HERE,
  },
  elsewhere: {
    why: "这个房间在别处继续了",
    next: "另一个页面占了这个席位。如果那不是你，请离开那个房间，并告诉对方。",
    left: GONE_HERE,
  },
  mismatch: {
    why: "你们核对的内容不一致",
    next: "可能有人夹在你们两人中间，一同读取内容。请现在就用核对时的方式告诉对方：对方的页面可能没有得到通知。不要再用这个链接或口令。请创建新房间，用别的方式交出链接。",
    left: "对话在这一边什么也没有留下：消息和密钥已在这里清除。之前在这个房间里说过的话，可能已被别人读到。",
  },
};

export const zhEndVariants: Translation<RoomText["endVariants"]> = {
  relayNotTold: GONE_LATER,
  saved: "你保存的文件仍在原处，浏览器的下载列表里可能有它们的名称。",
  beingTold: "正在通知对方的页面。请让此页面保持打开，直到通知完成：最多一分半钟。",
  notTold:
    "不能确定对方的页面是否已收到通知。如果没有收到，这边有一阵子没有任何内容传去时，它会自行结束房间。",
  again: {
    creator: "你的网络或中继服务器出了问题，或者途中有东西拦住了它。请检查网络连接，然后重试。",
    guest:
      "你的网络或中继服务器出了问题，或者途中有东西拦住了它。请检查网络连接，然后重试：你的链接还没有用掉。",
  },
  neverMet: "在这个房间里，没有人与你连接过。",
  neverMetBefore: "在这个房间里，没有人与你连接过。要继续，请创建新房间并发送新链接。",
  rate: {
    why: "这台中继服务器请你稍等",
    next: "你的网络地址在短时间内要了很多房间，所以它没有再创建。请等一分钟，再创建新房间。",
    left: NEVER_IN,
  },
  busy: {
    why: "这台中继服务器现在满了",
    next: "它的房间数已到上限，所以没有再创建。请过几分钟再试，或换一台中继服务器。",
    left: NEVER_IN,
  },
  unclear: {
    why: "房间无法继续",
    next: "中继服务器的应答本页面看不懂，或者页面的一部分失灵了。请刷新页面，再创建新房间。",
    left: GONE_HERE,
  },
};
