/** A room in Chinese. */
import type { Translation } from "./catalogs.ts";
import type { RoomText } from "./en-room.ts";
import type { Counting } from "./numbers.ts";
import { zhEmoji } from "./zh-emoji.ts";
import { zhEnds, zhEndVariants } from "./zh-ends.ts";

const room = ({ number }: Counting<"zh">): Translation<RoomText["room"]> => ({
  status: {
    waiting: ["等待中", "等对方进来"],
    connecting: ["连接中", "正在商定密钥"],
    securing: ["加固中", "为直连通道换上新密钥"],
    secure: ["安全 P2P", "中继服务器读不到"],
    reconnecting: ["重连中", "你发送的内容先留在这里"],
    ended: ["已结束", ""],
  },
  reaching: "正在连接中继服务器",
  looking: "正在查找房间",
  secureRelayed: "安全（经中继）",
  connection: "连接",
  details: "连接详情",
  timeLeft: "剩余时间",
  invite: "邀请",
  leave: "离开",
  burn: "销毁房间",
  burnWords: ["销毁", "房间"],
  heading: "双人房间",
  messages: "消息列表",
  message: "消息",
  send: "发送",
  newMessages: (count) => `${number(count)} 条新消息`,
  you: "你",
  fileWaits: "页面中显示文件的部分还没有到。正在再次请求。",
  other: "对方",
  empty: "已连接。你们在这里说的话，中继服务器读不到。",
  arriving: "正在等对方的浏览器应答。",
  reachingLong: "正在连接中继服务器。一分钟内没有应答，本页面就会放弃。",
  lookingLong: "正在查找房间。中继服务器不认识它；服务器重启后的几秒钟内可能会这样。",
  agreeing: "两个浏览器正在商定密钥。",
  typing: "正在输入",
  queued: "你发送的内容先留在这里，等对方进来。按“邀请”可以再次看到链接。",
  away: "暂时不在。你发送的内容先留在这里，等对方回来。",
  minutesLeft: (minutes) => `这个房间还剩 ${number(minutes)} 分钟。`,
  secondsLeft: (seconds) => `这个房间还剩 ${number(seconds)} 秒。`,
  announcement: (name, said) => `${name}：${said}`,
  announcements: (count, name, said) => `${number(count)} 条新消息。最后一条来自${name}：${said}`,
});

const states: Translation<RoomText["states"]> = {
  sending: "发送中",
  sent: "已发送",
  delivered: "已送达",
  failed: "未送达",
  read: "已读",
};

const acts = ({ number }: Counting<"zh">): Translation<RoomText["acts"]> => ({
  reply: "回复",
  react: "回应",
  copy: "复制",
  edit: "编辑",
  delete: "删除",
  cancel: "取消",
  edited: "已编辑",
  editing: "正在编辑：",
  replying: "回复",
  answers: "回复的是",
  deletedOwn: "你删除了这条消息。",
  deletedTheirs: "这条消息已被删除。",
  quotesDeleted: "回复的消息已被删除。",
  quotesUnknown: "回复的消息不在这里。",
  reactions: "表情回应",
  emoji: [
    ["👍", "赞"],
    ["❤️", "爱心"],
    ["😂", "大笑"],
    ["😮", "惊讶"],
    ["😢", "难过"],
    ["🙏", "感谢"],
  ],
  given: (emoji, count) => `回应 ${emoji}，${number(count)} 个`,
  gone: "那条消息已经不能再改。",
  noEmoji: "那不是一个表情符号。",
});

const composer = ({ number }: Counting<"zh">): Translation<RoomText["composer"]> => ({
  used: (units, limit) => `${number(units)} / ${number(limit)} 个字符`,
  over: (units) => `超出 ${number(units)} 个字符。请缩短，或分成两条发送。`,
  empty: "里面没有可以发送的内容。",
  tooLong: "超过了一条消息的长度。请分成两条发送。",
  compare: "请先核对（“核对”）。核对之前什么也不能发送。",
  tooMany: "等待对方接收的消息太多。等送达一些之后再发这一条。",
  ended: "房间已结束，不能再发送。",
});

const invitation: Translation<RoomText["invitation"]> = {
  heading: "邀请",
  lead: "把这个链接发给一个人。它只能用一次。",
  next: "对方打开链接，按“加入房间”。对方进来后，你会在这里看到。",
  link: "房间链接",
  copyLink: "复制链接",
  code: "分享码",
  copyCode: "复制分享码",
  codeHint: "内容相同，用来粘贴到“链接、分享码或四个单词”。它不会在浏览器历史中留下链接。",
  copied: "已复制",
  copyFailed: "浏览器不允许复制。文字已选中，请手动复制。",
  qr: "房间链接的二维码",
  qrHint: "或让对方用相机扫一下。",
  qrFailed: "图片没有生成。没有它，链接和分享码也能用。",
  close: "关闭",
  creating: "正在创建房间",
  creatingHint: "密钥在这个浏览器里生成。中继服务器会知道有一个房间、你的网络地址和时间。",
};

const notices = ({ number }: Counting<"zh">): Translation<RoomText["notices"]> => ({
  noPathHeading: "目前还没有能穿过这个网络的直连通道。",
  noPath:
    "在这个房间里，消息只从浏览器到浏览器，所以你的消息先等在这里。可以继续尝试，或让其中一方换个网络：手机自己的网络往往可以。",
  keepTrying: "继续尝试",
  relayAllowed: "经中继服务器发送",
  relayPrice:
    "经过中继服务器会慢一些。中继服务器能看到密封数据块的大小和时间，也能看到有文件在发送以及它大致有多大，但读不了其中的内容。",
  relayOffered: "你已同意经中继服务器发送。对方也同意后就会开始。",
  relayAskedHeading: "对方想经中继服务器发送。",
  hidesHeading: "对方隐藏了地址。",
  hides: "所以这里的一切都要经过中继服务器；在你同意之前，什么也不会发送。",
  hidingHeading: "你的地址已隐藏。",
  hiding: "所以这里的一切都经过中继服务器。你发送的内容会等到对方同意。",
  noAnswerHeading: "还没有收到有效的应答。",
  noAnswer: (blocks, attempt) =>
    `有 ${number(blocks)} 个数据块打不开（第 ${number(attempt)} 次尝试，共 ${number(3)} 次）。可能是链接在途中损坏，也可能房间里有人没有完整的链接。请等待，或离开后用别的方式发送新链接。`,
  outHeading: "连接断开了。",
  out: "正在重新连接。你发送的内容会在这里等待；只要本页面开着，就不会丢失任何内容。",
  relayHeading: "中继服务器没有响应。",
  relay:
    "可能是你的网络或中继服务器出了问题。本页面会继续尝试；如果房间还没开始，则尝试一分钟。只要页面开着，就不会丢失任何内容。",
  newerHeading: "这里有内容需要更新的版本。",
  newer: "对方发来的内容，这个页面显示不了。请在这次对话结束后刷新，以使用最新版本。",
  unreadableHeading: "有一条消息无法读取。",
  unreadable: "它到达时格式已损坏，所以不显示。请对方再发一次。",
});

const burning: Translation<RoomText["burning"]> = {
  heading: "要销毁这个房间吗？",
  text: "房间会立即对你们双方结束。两边的消息和密钥都会清除，中继服务器也会忘掉这个房间。已保存的文件会留下。",
  confirm: "立即销毁",
  back: "保留房间",
};

const verify: Translation<RoomText["verify"]> = {
  heading: "核对",
  badge: "已核对",
  confirmed: "你说过两边一致。在这个房间结束前有效。",
  how: "请在通话中互相念出其中一份列表，或当面比对，不要通过这个聊天：如果两边相同，就没有人夹在你们中间。",
  emoji: "表情符号",
  emojiName: (id) => zhEmoji[id] ?? id,
  words: "单词",
  wordsComing: "正在加载单词。",
  wordsMissing: "单词没有加载成功。只用表情符号也足够：每份列表都能单独使用。",
  match: "一致",
  mismatch: "不一致",
  mismatchHint: "按“不一致”会立即结束你们双方的房间。",
};

const details: Translation<RoomText["details"]> = {
  heading: "连接",
  rows: {
    path: "通道",
    pathDirect: "从浏览器到浏览器。中继服务器不传送你的消息。",
    pathRelayed: "经中继服务器，以密封的数据块传送。对方看不到你的网络地址。",
    pathAny: "在有直连通道之前，经中继服务器以密封的数据块传送。",
    pathNone: "暂时没有。在有通道之前，中继服务器只传送密封的数据块。",
    keys: "密钥",
    keysText: "X-Wing（ML-KEM-768 与 X25519），并混入链接中的密钥；使用期间每两分钟换新。",
    cipher: "加密",
    cipherText: "AES-256-GCM，每一帧用一个新密钥，每个文件有自己的密钥（HKDF-SHA-256）。",
    sees: "中继服务器能看到",
    seesText:
      "两个网络地址、它们连接的时间，以及五种大小的密封数据块。如果房间经过它，还能看到有文件在发送以及它大致有多大。",
  },
  hidden: "在这个房间结束前一直隐藏。",
  seen: "在隐藏之前，对方可能已看到过你的地址。",
  tellsRead: "让对方知道我读到了哪里",
  saved: "连接后，对方会看到这个名字。",
};

const ended = ({ number }: Counting<"zh">): Translation<RoomText["ended"]> => ({
  newRoom: "新房间",
  notHidden: "新房间的“隐藏我的地址”是关闭的，需要时请重新打开。",
  again: "重试",
  left: "还留下什么",
  undelivered: (count) => `你有 ${number(count)} 条消息没有得到送达确认。`,
  unopened: (blocks) => `收到的数据块中有 ${number(blocks)} 个打不开。`,
});

const elsewhere: Translation<RoomText["elsewhere"]> = {
  heading: "这个房间在另一个标签页中打开着",
  next: "请到这个浏览器的那个标签页里对话。这里没有向任何人发送过内容。",
  instead: "那个标签页关闭或离开房间后，本页面会自动继续。",
};

export const zhRoom = (counting: Counting<"zh">): Translation<RoomText> => ({
  room: room(counting),
  states,
  acts: acts(counting),
  composer: composer(counting),
  invitation,
  notices: notices(counting),
  burning,
  verify,
  details,
  ended: ended(counting),
  elsewhere,
  ends: zhEnds,
  endVariants: zhEndVariants,
});
