/** Rooms for many in Chinese. */
import type { Translation } from "./catalogs.ts";
import type { GroupText } from "./en-group.ts";
import type { Counting } from "./numbers.ts";

const GONE = "这一侧没有留下任何对话：消息和密钥都已在这里删除。";
const GONE_ALL = "没有留下任何对话。消息和密钥都已在这里删除，中继服务器也已忘记这个房间。";
const NEVER_IN = "这里什么都没有打开，所以什么也没有留下。";

const making = ({ number }: Counting<"zh">): Translation<GroupText["making"]> => ({
  heading: "新房间",
  kind: "房间类型",
  pair: "双人",
  many: "多人",
  manyHint:
    "最多 50 人凭同一个链接进来。一切都密封着经过中继服务器：它读不到，房间里的人也看不到彼此的网络地址。",
  pairHint: "只有另外一个人，链接只能用一次。",
  preset: "从这里开始",
  presets: {
    none: "还没有选择",
    interview: "面谈",
    incident: "紧急事件",
    retrospective: "回顾会",
    feedback: "反馈",
    study: "学习小组",
    coffee: "喝杯咖啡",
    games: "游戏之夜",
  },
  presetHint: "它会设定下面的选项。一切仍可更改。",
  password: "密码",
  passwordHint: "可选，4 到 200 个字符。请用链接以外的方式告诉别人：进来时两样都需要。密码从不发送。",
  passwordShort: "密码要有 4 到 200 个字符。",
  ends: "多久后结束",
  never: "永不",
  neverHint: "如果一段时间里没有人在房间里，它会自己结束；这段时间由中继服务器决定。",
  fades: "消息多久后消失",
  fadesHint: "在每个屏幕上，从消息在那里显示时算起。",
  create: "创建",
  seconds: (count) => `${number(count)} 秒`,
  minutes: (count) => `${number(count)} 分钟`,
  hours: (count) => `${number(count)} 小时`,
  days: (count) => `${number(count)} 天`,
});

const entering = ({ number }: Counting<"zh">): Translation<GroupText["entering"]> => ({
  first: "有人给你发来了一个多人房间的链接。",
  second: "你加入时，里面的人会知道，并看到你给出的名字。你能读到此后说的话，读不到之前的。",
  address: "房间里没有人看得到你的网络地址：一切都密封着经过中继服务器。",
  nameHint: "房间里的每个人都看得到。最多 20 个字符。",
  creating: "正在创建房间",
  creatingHint: "密钥在这个浏览器里生成。中继服务器只知道有一个房间，不知道是为谁。",
  reaching: "正在向中继服务器要一个位置",
  asking: "正在等人让你进去",
  askingHint: "房间里要有人在。有的房间由人来决定，可能要等一会儿。",
  locked: "这个房间要密码。",
  passwordHint: "它应该用链接以外的方式告诉了你。核对时不会发送它。",
  wrong: "这不是这个房间的密码。请再问一次，并注意大小写。",
  wait: (seconds) => `错误的密码太多。${number(seconds)} 秒后可以再试。`,
  join: "进入",
  giveUp: "不加入",
});

const room = ({ number }: Counting<"zh">): Translation<GroupText["room"]> => ({
  heading: "多人房间",
  waiting: "等别人进来",
  coming: "等人让你进去",
  empty: "你进来了。这里说的话，中继服务器读不到。",
  alone: "把这个链接发给每个要进来的人。",
  members: "成员",
  memberCount: (count) => `${number(count)} 位成员`,
  unnamed: "某人",
  someone: (mark) => `某人（${mark}）`,
  saved: "房间里的每个人都看得到这个名字。",
  typing: {
    one: (name) => `${name} 正在输入`,
    two: (name, other) => `${name} 和 ${other} 正在输入`,
    many: (count) => `${number(count)} 人正在输入`,
  },
  noOneElse: "房间里没有别人。现在发送的内容不会到达任何人。",
  alsoAway: "现在没有别人在。你发送的内容会等他们回来。",
});

const member: Translation<GroupText["member"]> = {
  you: "你",
  owner: "房主",
  moderator: "管理员",
  away: "不在",
  unconfirmed: "未确认",
  verified: "已核对",
  differs: "不一致",
  muted: "已静音",
  blocked: "已屏蔽",
  fingerprint: "指纹",
  remove: "移出",
  removeText:
    "对方会立刻离开房间，所有密钥都会更换，对方原有的链接不再有效。对方已经读过的内容仍在对方那里。",
  removeNow: "立即移出",
  handOver: "移交房主",
  handOverText: "之后只有新房主能锁房间、移出别人或结束房间。你不能收回。",
  handOverNow: "移交",
  makeModerator: "设为管理员",
  endModerator: "不再是管理员",
  moderatorHint: "管理员可以让人进来，也可以移出既不是管理员也不是房主的人。",
  mute: "静音",
  unmute: "取消静音",
  muteHint: "对方写的内容没有声音和通知，仍会显示。只对这里有效。",
  block: "屏蔽",
  unblock: "取消屏蔽",
  blockHint: "从现在起，对方写的内容不在这个屏幕上显示。不会告诉对方。",
  back: "返回",
  verify: "核对",
  comparing: "正在等对方的页面回应。",
  comparingOver: "对方的页面不再回应。请关掉，再重新开始。",
  verifyHow: "两人都打开这里，通过通话互相念其中一列，或当面核对，不要通过这个聊天。",
  asksVerify: (name) => `${name} 想与你核对。`,
  compare: "现在核对",
  mismatch:
    "你们核对的不一致。可能有人夹在中间，或者你们看到的不是同一个房间。请用别的方式说明，不要相信这里写的内容。",
};

const control: Translation<GroupText["control"]> = {
  lock: "锁上房间",
  unlock: "打开房间的锁",
  locked: "已锁上：谁也进不来。",
  ask: "让人进来之前先问",
  renew: "新的邀请",
  fades: "消息多久后消失",
  fadesAfter: (time) => `消息在 ${time} 后消失。`,
  password: "需要密码。",
  endsWithOwner: "我离开时全部删除",
  endsWithOwnerSeen: "房主离开时，房间会被删除。",
  end: "删除房间",
  endHeading: "要为所有人删除这个房间吗？",
  endText: "它会立刻为所有人结束。凡是能通知到的页面，消息和密钥都会删除，中继服务器也会忘记这个房间。",
  endNow: "立即删除",
  leave: "离开",
  leaveHeading: "你是房主",
  leaveEnds: "你离开时，房间会为所有人删除。想让它继续，请先移交。",
  leaveOwnerless: "你离开后，房间会在没有房主的情况下继续，那时谁也不能锁上或删除它。想避免这样，请先移交。",
  leaveAndEnd: "离开并删除",
  ownerHere: "房主已经离开。房间照原样继续。",
  ownerSilent: "你进来以后还没有听到房主的声音。",
};

const lines = ({ number }: Counting<"zh">): Translation<GroupText["lines"]> => ({
  joined: (name) => `${name} 加入了。`,
  joinedSelf: "你加入了。之前说过的话不会显示。",
  left: (name) => `${name} 离开了。`,
  removed: (name, by) => `${by} 移出了 ${name}。所有密钥都是新的。`,
  removedBySelf: (name) => `你移出了 ${name}。所有密钥都是新的。`,
  removedOnly: (name) => `${name} 被移出了。所有密钥都是新的。`,
  absent: (name) => `${name} 离开太久，已不在房间里。位置会保留一天。`,
  different: (name) =>
    `${name} 看到的与你不同。要么对方的应用出了错，要么中继给不同的人看不同的房间。对方的话在这里不再显示。请用别的方式问对方，然后移出对方或离开。`,
  unusable: (name) => `${name} 做了一个这里无法使用的更改。房间可能因此分裂。`,
  keys: (name) => `${name} 带着新密钥回来了。如果你曾与对方核对过，请再核对一次。`,
  keysSelf: "你带着新密钥回来了。曾与你核对过的人要再核对一次。",
  ownerSelf: "你现在是房主。",
  owner: (name) => `${name} 现在是房主。`,
  moderator: (name, by) => `${by} 更改了 ${name} 是否为管理员。`,
  moderatorBySelf: (name) => `你更改了 ${name} 是否为管理员。`,
  moderatorSelf: (by) => `${by} 更改了你是否为管理员。`,
  you: "你",
  gap: (count) => `这里错过了这个房间的 ${number(count)} 个数据块。其中的内容不会显示。`,
});

const states = ({ number }: Counting<"zh">): Translation<GroupText["states"]> => ({
  deliveredTo: (count, of) => `已送达 ${number(count)} / ${number(of)}`,
  missing: (names) => `还没有：${names}`,
  gone: (names) => `送达之前已离开：${names}`,
  fades: (time) => `${time} 后消失`,
  nobody: "当时没有人在这里接收",
  fadesUnseen: "会消失",
});

const notices = ({ number }: Counting<"zh">): Translation<GroupText["notices"]> => ({
  askHeading: "有人凭链接请求进来。",
  asks: (name) => `有人凭链接请求进来，自称 ${name}。`,
  ask: "没有人查过是谁。对方读不到之前说过的话。",
  warned: (count) => `过去十分钟里有人试了 ${number(count)} 个错误的密码。`,
  letIn: "让对方进来",
  refuse: "拒绝",
  splitHeading: "房间可能已经分成两半。",
  split:
    "到达的数据块在这里打不开，也没有别的到达。本页面会尝试重新进来。在那之前，你写的内容可能到不了每个人。",
  newer: "有人发来了本页面无法显示的内容。这次对话之后请刷新页面，以得到最新版本。",
  unreadable: "它到达时形式已损坏，没有显示。请让写的人再发一次。",
  refusedHeading: "这件事没有做成。",
  refused: {
    "not-allowed": "只有房主或管理员可以这样做。",
    nobody: "所指的人已经不在这里。",
    overtaken: "同一时刻有别人更改了房间。请看看现在的样子，再试一次。",
    limit: "一下子太多了：十秒内最多十条消息。请稍后再试。",
    "too-many-waiting": "你有太多消息还在等着发送。等一些发出后再发这一条。",
  },
  understood: "知道了",
  notNow: "以后再说",
});

const ends: Translation<GroupText["ends"]> = {
  "left-here": { why: "你离开了房间", next: "它为其他人继续。只要链接还有效，你就可以再进来。", left: GONE },
  "ended-here": { why: "你删除了房间", next: "它已为所有人结束。", left: GONE_ALL },
  "ended-there": { why: "房主删除了房间", next: "它已为所有人结束。", left: GONE_ALL },
  "owner-left": {
    why: "房主离开，房间已删除",
    next: "它被设定为随房主结束。要继续，请新建一个房间并发送新的链接。",
    left: GONE_ALL,
  },
  removed: {
    why: "你被移出了房间",
    next: "房主或管理员移出了你。此后密钥都是新的，你的链接什么也打不开。",
    left: GONE,
  },
  expired: {
    why: "时间到了",
    next: "这个房间有设定的时间，对所有人都已用完。要继续，请新建一个房间并发送新的链接。",
    left: GONE_ALL,
  },
  full: {
    why: "这个房间满了",
    next: "它容不下更多人。请让里面的人在有位置时告诉你，再打开链接。",
    left: NEVER_IN,
  },
  locked: {
    why: "这个房间已锁上",
    next: "现在谁也进不来。请发链接的人打开锁，再打开链接。",
    left: NEVER_IN,
  },
  declined: { why: "没有让你进去", next: "房间里有人拒绝了。请问问发链接的人，再打开链接。", left: NEVER_IN },
  "no-answer": {
    why: "没有人让你进去",
    next: "房间里没有人及时回应。请发链接的人开着房间，再打开链接。",
    left: NEVER_IN,
  },
  password: { why: "你没有加入", next: "没有密码，这个房间不会为任何人打开。链接仍然有效。", left: NEVER_IN },
  absent: {
    why: "房间已结束，或链接已作废",
    next: "房间结束、有了新的邀请或有人被移出之后，链接就不再有效。请要一个新的。",
    left: NEVER_IN,
  },
  version: { why: "这个房间需要更新的版本", next: "请刷新页面以得到最新版本，再打开链接。", left: GONE },
  different: {
    why: "中继服务器给不同的人看不同的房间",
    next: "成员们收到的内容不一致，所以本页面停下了。请用别的方式告诉其他人，并在你信任的中继服务器上新建房间。",
    left: GONE,
  },
  lost: {
    why: "错过得太多",
    next: "本页面离开的时间超过了中继服务器保留内容的时间，自己回不来。请再打开链接重新进来。",
    left: GONE,
  },
  elsewhere: {
    why: "这个房间在别处继续了",
    next: "另一个页面占了这个位置。如果那不是你，请告诉其他人。",
    left: GONE,
  },
  fault: {
    why: "房间无法继续",
    next: "页面有一部分出了故障，或中继服务器给出了看不懂的回答。请刷新页面，再打开链接。",
    left: GONE,
  },
};

const endVariants = {
  notJoined: {
    why: "你没有加入",
    next: "你在进入之前就停下了。只要链接还有效，你就可以再打开它。",
    left: NEVER_IN,
  },
  alone: "里面没有别人，所以链接不再让任何人进入。要继续，请新建一个房间并发送新的链接。",
  withOwner: "它被设定为随房主结束。中继服务器得知你离开，或你离开一段时间之后，就会为所有人结束它。",
};

export const zhGroup = (counting: Counting<"zh">): Translation<GroupText> => ({
  making: making(counting),
  entering: entering(counting),
  room: room(counting),
  member,
  control,
  lines: lines(counting),
  states: states(counting),
  notices: notices(counting),
  ends,
  endVariants,
});
