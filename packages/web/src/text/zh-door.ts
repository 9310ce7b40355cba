import type { Translation } from "./catalogs.ts";
import type { DoorText } from "./en-door.ts";

export const zhDoor: Translation<DoorText> = {
  lead: "把这个链接发给一个人。对方可以用它再回来。",
  offer: "允许凭链接再回来",
  offerHint:
    "对方离开后，这个房间仍然开着。时间用完之前，有链接的人都可以请求进来：每次都会问你，密钥是新的，之前说过的话不会给他们看。不选这一项，链接只能用一次。",
  guestHeading: "你可以再回到这个房间。",
  guest: "时间用完之前，用同一个链接可以再次请求进来。每次都会问创建房间的人，之前说过的话不会显示。",
  understood: "知道了",
  askingHeading: "你已请求进来。",
  asking: "已经告诉创建房间的人，由对方决定。本页面会等着。",
  vacantHeading: "对方已经离开。房间还开着。",
  vacant: "说过的话和它的密钥都已在这里删除。对方可以用同一个链接再回来，到时会问你。",
  lost: "你有些消息没有送达。",
  knockHeading: "有人凭链接请求进来。",
  knock: "对方是谁，只有安全核对才能说明。之前说过的话不会给对方看。",
  replaces: "对方暂时不在。让别人进来，会结束你与不在的那一方的对话，并在这里删除。",
  left: (seconds) => `请在 ${seconds} 秒内回应`,
  letIn: "让对方进来",
  refuse: "拒绝",
  lateHeading: "那次请求已经结束。",
  late: "请求进来的人已经不再等待，所以没有人进来。如果再有人请求，会再问你。",
  confirmed: "你说过两边一致。在这次会话中有效，直到有一方离开。",
  shutHeading: "门不再开了。",
  shut: "请求进来而没有得到同意的次数太多。要与别人交谈，请新建一个房间并发送新的链接。",
  compareHeading: "密钥是新的。写之前请先核对。",
  compare: "请通过语音或当面，与对方核对表情符号或词语。按下“一致”之后，才能在这里写。",
  open: "现在核对",
  leftWhy: "你离开了房间",
  leftNext: "房间对创建它的人仍然开着。时间用完之前，你可以用同一个链接再次请求进来。",
  leftHere: "这一侧没有留下任何对话：消息和密钥都已在这里删除。",
};
