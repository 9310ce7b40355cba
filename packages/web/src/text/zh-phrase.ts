import type { Translation } from "./catalogs.ts";
import type { PhraseText } from "./en-phrase.ts";

/** Spoken phrases in Chinese. The words of a phrase stay as they are: they are one list for all. */
export const zhPhrase: Translation<PhraseText> = {
  make: "生成口令",
  makeHint: "四个英文单词，可以当面或在电话里念出来。它们交出的是同一个邀请。",
  making: "正在生成口令",
  label: "口令",
  say: "请念出来。对方在本站首页输入它，然后按“加入”。",
  once: "只能用一次。",
  left: "剩余时间：",
  again: "新口令",
  off: "已经有两次，有人知道前两个单词，却不知道后两个。可能有人在猜，也可能是中继服务器夹在你们中间。请发送链接；如果你知道是哪里出了错，也可以重新启用口令。",
  allow: "重新启用口令",
  hints: "可选的单词",
  hintsSpoken: (words) =>
    `${words.join(", ")}。${words.length === 1 ? "按 Tab 键填入。" : "按 Tab 键填入第一个。"}`,
  outcomes: {
    used: "口令已使用。对方已得到邀请。",
    failed:
      "有人知道前两个单词，却不知道后两个；或者有人夹在你们中间。什么也没有交出去。请生成新口令，慢慢念。",
    expired: "没有人及时使用这个口令。等对方准备好，再生成一个。",
    withdrawn: "口令已撤回。",
    closed: "邀请已经用过，没有可以交出的东西了。",
    lost: "与中继服务器的连接断了，口令也随之失效。请生成一个新的。",
    cut: "有人开始使用这个口令，但在比对单词之前停下了。请生成新口令。",
    late: "用时太长，这个口令已失效。请生成一个新的。",
    busy: "中继服务器现在不再接受口令。请等一分钟，或发送链接。",
    unavailable: "页面中生成口令的部分没有加载成功。请检查网络连接，然后重试。",
  },
  joining: {
    unknown: "现在没有这个口令：它已被使用、时间太久，或者前两个单词不对。请要一个新口令。",
    mismatch: "单词不一致，或者有人夹在你们中间。这个口令已作废，请要一个新的。",
    tried: "这些单词之前已在本页面试过。口令只能用一次，请要一个新的。",
    network: "中继服务器没有响应。请检查网络连接，然后再按一次“加入”。",
    cut: "对方在比对单词之前停下了。请要一个新口令。",
    late: "用时太长，这个口令已失效。请要一个新的。",
    busy: "你所在的网络试了太多口令。请等一分钟，再要一个新口令。",
    unavailable: "页面中读取口令的部分没有加载成功。请检查网络连接，然后重新加载页面。",
  },
};
