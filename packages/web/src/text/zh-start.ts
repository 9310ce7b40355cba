/** What is read in Chinese (simplified) before a room. The reader is addressed as 你. */
import type { Translation } from "./catalogs.ts";
import type { Text } from "./en.ts";
import type { Counting } from "./numbers.ts";

const page: Translation<Text["page"]> = {
  description: "不留痕迹的私密对话。",
  language: "语言",
  menu: "显示菜单",
  languageFailed: "这种语言没有加载成功。请检查网络连接，然后重新选择。",
};

const joining: Translation<Text["joining"]> = {
  heading: "你收到了邀请",
  first: "有人给你发来了一个双人房间的链接。",
  second: "你加入后，这个链接就用掉了，别人无法再用它进来。",
  address: "在直连通道上，对方可能看到你的网络地址。",
  name: "你的名字",
  optional: "可不填",
  nameHint: "只有对方能看到。最多 20 个字符。",
  join: "加入房间",
  lostHeading: "这个链接丢失了密钥",
  damagedHeading: "这个链接打不开",
  lost: "缺少 # 后面的部分。本页面打开时会把它从地址栏中取走，所以刷新后就没有了；有些程序也会把它截掉。请从收到的消息里重新打开链接，或把完整的链接粘贴到这里。",
};

const hiding: Translation<Text["hiding"]> = {
  hide: "隐藏我的地址",
  price:
    "这样对方就看不到你的网络地址，你也看不到对方的：一切都经过中继服务器。这样会慢一些，而且通话和文件在那里有限制。中继服务器能看到密封数据块的大小和时间，也能看到有文件在发送以及它大致有多大，但读不了其中的内容。",
};

const landing: Translation<Text["landing"]> = {
  heading: "两个人的对话，什么也不留下。",
  create: "创建房间",
  kinds: "更多房间类型",
  field: "链接、分享码或四个单词",
  join: "加入",
  scan: "扫描二维码",
  lead: "不用注册，不用安装。关掉就没有了。",
  how: "怎么用",
  howSteps: [
    "你创建一个房间，把链接发给一个人。",
    "对方按下“加入房间”。你们的两个浏览器商定密钥，别人都没有。",
    "你们从浏览器到浏览器直接对话。有一方离开或时间到了，房间就消失。",
  ],
  blind: "我们看不到什么",
  blindSteps: [
    "你们写的内容、名字，以及什么时候在输入：离开浏览器之前就已密封。",
    "密钥：在两边生成，从不发送。",
    "我们确实能看到两个网络地址，以及它们连接的时间。",
  ],
  blindMore: "我们能看到的一切，以及我们防不了什么（英文）",
  host: "自己架设",
  hostSteps: [
    "中继服务器只是一个程序，不需要数据库。",
    "有 Node，一条命令就能启动，页面也包含在内。",
    "它不记日志，也不写下任何关于房间的内容。",
  ],
  privacy: "隐私（英文）",
  home: "Tacet，回到首页",
};

const invitationFaults = ({ number }: Counting<"zh">): Translation<Text["invitationFaults"]> => ({
  empty: "请粘贴收到的链接或分享码，或输入四个单词。",
  count: "口令有四个单词。请按顺序把四个都输入。",
  word: (place) => `第 ${number(place)} 个单词不是口令用的单词。请对方再念一遍。`,
  "no-words": "页面中读取口令的部分没有加载成功。请检查网络连接，然后重试。",
  looking: "正在查找口令并比对单词",
  "too-long": "这比任何链接或分享码都长。请只粘贴链接。",
  "not-an-invitation": "这不是房间的链接或分享码。请重新完整复制。",
  "key-missing": "缺少密钥，也就是 # 或冒号后面的部分。请再要一次链接，或完整复制。",
  "room-id": "前半部分有错误或缺少的字符。请重新完整复制链接。",
  version: "这个链接需要更新版本的页面。请刷新页面，或要一个新链接。",
  key: "其中的密钥已损坏：有错误或缺少的字符。请重新完整复制链接。",
  scheme: "这个链接在传输途中没有保护（以 http 开头）。请要一个以 https 开头的链接。",
  host: "其中的中继服务器地址写法不对。请重新完整复制链接。",
  elsewhere: (host) => `这个房间在另一台中继服务器上。请直接打开链接，或打开 ${host} 并粘贴到那里。`,
});

const stuck: Translation<Text["stuck"]> = {
  heading: "页面有一部分没有加载成功",
  lead: "这不是你的问题，也没有打开任何房间。",
  invited: "链接还没有用掉。",
  next: "请检查网络连接，然后重试。如果还不行，请重新加载页面，或换一个浏览器。",
  again: "重试",
};

const trouble: Translation<Text["trouble"]> = {
  heading: "页面出了故障",
  lead: {
    room: "这不是你的问题。为了安全，这边的房间已关闭，说过的内容已全部从页面上清除。",
    invitation: "这不是你的问题。什么都没有打开，链接也还没有用掉。",
    nothing: "这不是你的问题。当时什么都没有打开，所以没有丢失什么。",
  },
  worker: "页面中保管密钥的部分停止了，或不再响应。",
  page: "页面的一部分意外停止了。",
  next: {
    room: "请创建新房间并发送新链接。如果再次发生，请换一个浏览器。",
    invitation: "请从收到的消息里重新打开链接，或换一个浏览器打开。",
    nothing: "请重新加载页面。如果再次发生，请换一个浏览器。",
  },
  newRoom: "新房间",
};

export const zhStart = (counting: Counting<"zh">): Translation<Text> => ({
  page,
  joining,
  hiding,
  landing,
  invitationFaults: invitationFaults(counting),
  stuck,
  trouble,
});
