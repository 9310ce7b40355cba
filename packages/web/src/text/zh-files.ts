import type { Translation } from "./catalogs.ts";
import type { FilesText } from "./en-files.ts";
import type { Counting } from "./numbers.ts";

const tray = ({ number }: Counting<"zh">): Translation<FilesText["tray"]> => ({
  attach: "添加文件",
  heading: "待发送",
  remove: "移除",
  drop: "松开即可添加文件",
  dropHint: "按“发送”后才会发送。",
  ready: (count) => `${number(count)} 个文件已准备好。按“发送”提供给对方。`,
  original: "发送原件",
  reading: "正在查看图片",
  clean: "地点、时间和设备信息会被去掉。",
  cleanTurned: "地点、时间和设备信息会被去掉。图片已重新绘制，以便摆正。",
  asItIs: "原样发送，包括其中的地点、时间和设备信息。",
  other:
    "这种图片在这里无法去掉任何信息。它可能说明在哪里、什么时候、用什么拍的。勾选“发送原件”可以照样发送，否则请移除。",
  broken: "这张图片的结构不符合它的类型，所以无法去掉任何信息。勾选“发送原件”可以原样发送，否则请移除。",
  tooHeavy: "这张图片太大，在这里无法去掉任何信息。勾选“发送原件”可以原样发送，否则请移除。",
  unread:
    "现在无法读取这个文件：它可能被移动了，或正被占用。没有从中去掉任何信息。勾选“发送原件”可以原样发送，否则请移除。",
  decide: "还有一个文件等你决定：“发送原件”或“移除”。",
  folder: "不能发送文件夹。请添加其中的文件，或打包成一个文件。",
  tooMany: (max) => `一次最多提供 ${number(max)} 个文件。其余的没有添加。`,
  notYet: "与对方连接后才能发送文件。",
});

const refusals = ({ number }: Counting<"zh">): Translation<FilesText["refusals"]> => ({
  "too-large": "超过了这个房间在目前连接方式下允许的文件大小。",
  "too-many-files": `已有 ${number(16)} 个文件未结束。等其中一些结束后再发送这个。`,
  "not-yet": "与对方连接后才能发送文件。",
  unavailable: "页面中发送文件的部分没有加载成功。请检查网络连接，然后重试。",
  other: "没能提供给对方。请再试一次。",
});

const transfer: Translation<FilesText["transfer"]> = {
  accept: "接收",
  decline: "拒绝",
  cancel: "取消",
  save: "保存",
  saveAgain: "再次保存",
  progress: "进度",
  streamSize: "长度未知",
  of: (part, whole) => `${part} / ${whole}`,
  aSecond: (bytes) => `每秒 ${bytes}`,
  timeLeft: (time) => `还剩 ${time}`,
  own: {
    offered: "已提供。对方可以接收。",
    accepted: "对方已同意接收，马上开始。",
    done: "已发送并核实。",
  },
  theirs: {
    offered: "对方提供给你。",
    accepted: "已同意接收，马上开始。",
    done: "已收到并核实。",
  },
  kept: "在你保存之前，它只在这个页面里。",
  saved: "已交给浏览器保存。",
  onDisk: "已保存到你选择的位置。",
  cancelling: "正在取消。",
  tooLarge: (max) =>
    `这个浏览器在一个房间里最多能接收 ${max} 的文件，加上这个就超过了。请对方分成小份发送，或下次用 Chrome 或 Edge 打开房间，它们会边收边写入磁盘。`,
  pickFailed: "浏览器没有给出保存位置。请再试一次。",
  program: "它可以在你的电脑上运行程序。只有在你本来就等着对方发来它时才打开。",
  preview: (name) => `图片：${name}`,
};

const reasons: Translation<FilesText["reasons"]> = {
  declined: { own: "对方拒绝了。", theirs: "你拒绝了。" },
  cancelled: { own: "已取消。没有保留任何内容。", theirs: "已取消。没有保留任何内容。" },
  stalled: {
    own: "一分钟内毫无进展，所以放弃了。等连接稳定后再发送一次。",
    theirs: "一分钟内毫无进展，所以放弃了。等连接稳定后请对方再发一次。",
  },
  "too-large": {
    own: "超过了这里允许的文件大小。请分成小份发送。",
    theirs: "超过了这里允许的文件大小。请对方分成小份发送。",
  },
  "too-many": {
    own: "对方那边未结束的文件太多。等其中一些结束后再发送一次。",
    theirs: "未结束的文件太多。请对方再发一次。",
  },
  unreadable: {
    own: "文件无法读取，或在发送时有了变动。请重新添加。",
    theirs: "对方的文件在那边已无法读取。请对方再发一次。",
  },
  unwritable: {
    own: "对方的浏览器没能保存它，可能是空间不足。请再发送一次。",
    theirs: "在这里没能保存。请腾出空间或换一个位置，再请对方发一次。",
  },
  broken: {
    own: "收到的与约定的不符，所以什么也没有保留。请再发送一次。",
    theirs: "收到的与约定的不符，所以什么也没有保留。请对方再发一次。",
  },
  refused: {
    own: "对方的页面接收不了，可能需要更新的版本。",
    theirs: "这个页面接收不了。请在这次对话结束后刷新，以使用最新版本。",
  },
  ended: { own: "还没完成，房间就结束了。", theirs: "还没完成，房间就结束了。" },
  unconfirmed: { own: "不知道是否送达。", theirs: "不知道是否送达。" },
};

const spoken: Translation<FilesText["spoken"]> = {
  offered: (name, size) => `对方提供文件 ${name}，${size}。请在消息中选择接收或拒绝。`,
  ended: (name, how) => `${name}：${how}`,
};

const voice: Translation<FilesText["voice"]> = {
  record: "录制语音",
  name: "语音",
  recording: "正在录音",
  asking: "浏览器在询问本页面能否使用麦克风。",
  hint: "按住录音，或按一下开始，之后再停止。",
  stop: "停止录音",
  discard: "丢弃",
  level: "麦克风音量",
  limit: "最长五分钟，所以录音已停止。",
  ready: "语音已准备好。先听一听，再按“发送”。",
  denied: "本页面没有使用麦克风的许可。请在浏览器设置中为这个地址允许，然后再按一次。",
  none: "没有找到麦克风。请接上一个，然后再按一次。",
  failed: "麦克风无法使用，可能被别的程序占用。请关闭那个程序，然后再按一次。",
  unable: "这个浏览器不能录音。",
  close: "关闭",
  play: "播放",
  pause: "暂停",
  position: "播放位置",
  at: (now, whole) => `${now} / ${whole}`,
  unplayable: "这个浏览器播放不了。请保存后用别的程序打开。",
};

/** Files and voice notes in Chinese. */
export const zhFiles = (counting: Counting<"zh">): Translation<FilesText> => ({
  tray: tray(counting),
  refusals: refusals(counting),
  transfer,
  reasons,
  spoken,
  voice,
});
