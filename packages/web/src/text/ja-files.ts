import type { Translation } from "./catalogs.ts";
import type { FilesText } from "./en-files.ts";
import type { Counting } from "./numbers.ts";

const tray = ({ number }: Counting<"ja">): Translation<FilesText["tray"]> => ({
  attach: "ファイルを添付",
  heading: "送るもの",
  remove: "取り除く",
  drop: "離すとファイルが追加されます",
  dropHint: "「送信」を押すと送られます。",
  ready: (count) => `ファイル${number(count)}個の用意ができました。「送信」で相手に提示します。`,
  original: "元のまま送る",
  reading: "画像を調べています",
  clean: "場所、時刻、機器の情報は取り除かれます。",
  cleanTurned: "場所、時刻、機器の情報は取り除かれます。画像は正しい向きになるように描き直されました。",
  asItIs: "場所、時刻、機器の情報を含め、そのまま送られます。",
  other:
    "この種類の画像からは、ここでは何も取り除けません。どこで、いつ、何で作られたかが含まれているかもしれません。このまま送るには「元のまま送る」に印を付け、送らないなら取り除いてください。",
  broken:
    "この画像は種類どおりの作りになっていないため、何も取り除けません。そのまま送るには「元のまま送る」に印を付け、送らないなら取り除いてください。",
  tooHeavy:
    "この画像は大きすぎるため、ここでは何も取り除けません。そのまま送るには「元のまま送る」に印を付け、送らないなら取り除いてください。",
  unread:
    "このファイルは今読み取れません。移動されたか、ほかで使われているのかもしれません。何も取り除かれていません。そのまま送るには「元のまま送る」に印を付け、送らないなら取り除いてください。",
  decide: "まだ決まっていないファイルが一つあります。「元のまま送る」か「取り除く」を選んでください。",
  folder: "フォルダーは送れません。中のファイルを追加するか、一つのファイルにまとめてください。",
  tooMany: (max) => `一度に提示できるファイルは${number(max)}個までです。残りは追加されませんでした。`,
  notYet: "ファイルは、相手とつながると送れます。",
});

const refusals = ({ number }: Counting<"ja">): Translation<FilesText["refusals"]> => ({
  "too-large": "このルームの今の接続で送れるファイルの大きさを超えています。",
  "too-many-files": `すでに${number(16)}個のファイルが開いています。いくつか終わってから送ってください。`,
  "not-yet": "ファイルは、相手とつながると送れます。",
  unavailable:
    "このページのうち、ファイルを送る部分を読み込めませんでした。接続を確かめて、もう一度お試しください。",
  other: "提示できませんでした。もう一度お試しください。",
});

const transfer: Translation<FilesText["transfer"]> = {
  accept: "受け取る",
  decline: "断る",
  cancel: "キャンセル",
  save: "保存",
  saveAgain: "もう一度保存",
  progress: "進み具合",
  streamSize: "長さは不明",
  of: (part, whole) => `${whole}のうち${part}`,
  aSecond: (bytes) => `毎秒${bytes}`,
  timeLeft: (time) => `残り${time}`,
  own: {
    offered: "提示しました。相手は受け取ることができます。",
    accepted: "受け取られました。まもなく始まります。",
    done: "送信し、確認しました。",
  },
  theirs: {
    offered: "あなたに提示されています。",
    accepted: "受け取ります。まもなく始まります。",
    done: "受信し、確認しました。",
  },
  kept: "保存するまでは、このページの中にしかありません。",
  saved: "保存のためブラウザーに渡しました。",
  onDisk: "選んだ場所に保存しました。",
  cancelling: "キャンセルしています。",
  tooLarge: (max) =>
    `このブラウザーが一つのルームで受け取れるファイルは合わせて${max}までで、これを加えると超えます。小さく分けて送ってもらうか、次のルームは、届いたものから順にディスクへ書き込む Chrome か Edge で開いてください。`,
  pickFailed: "ブラウザーが保存場所を用意しませんでした。もう一度お試しください。",
  program:
    "これは、あなたのコンピューターでプログラムを実行できるものです。この相手から届くとわかっていた場合だけ開いてください。",
  preview: (name) => `画像：${name}`,
};

const reasons: Translation<FilesText["reasons"]> = {
  declined: { own: "相手が断りました。", theirs: "断りました。" },
  cancelled: {
    own: "キャンセルされました。何も残っていません。",
    theirs: "キャンセルされました。何も残っていません。",
  },
  stalled: {
    own: "1分間まったく進まなかったため、中止しました。接続が安定したら、もう一度送ってください。",
    theirs: "1分間まったく進まなかったため、中止しました。接続が安定したら、もう一度送ってもらってください。",
  },
  "too-large": {
    own: "ここで送れるファイルの大きさを超えています。小さく分けて送ってください。",
    theirs: "ここで送れるファイルの大きさを超えています。小さく分けて送ってもらってください。",
  },
  "too-many": {
    own: "相手側で開いているファイルが多すぎます。いくつか終わってから、もう一度送ってください。",
    theirs: "開いているファイルが多すぎました。もう一度送ってもらってください。",
  },
  unreadable: {
    own: "ファイルを読み取れないか、送っている間に変わりました。もう一度追加してください。",
    theirs: "相手のファイルが、相手側で読み取れなくなりました。もう一度送ってもらってください。",
  },
  unwritable: {
    own: "相手のブラウザーが保存できませんでした。空きが足りないのかもしれません。もう一度送ってください。",
    theirs: "ここに保存できませんでした。空きを作るか別の場所を選び、もう一度送ってもらってください。",
  },
  broken: {
    own: "届いたものが約束どおりではなかったため、何も残されていません。もう一度送ってください。",
    theirs: "届いたものが約束どおりではなかったため、何も残していません。もう一度送ってもらってください。",
  },
  refused: {
    own: "相手のページはこれを受け取れません。より新しい版が必要なのかもしれません。",
    theirs: "このページはこれを受け取れません。この会話のあとで再読み込みすると、最新の版になります。",
  },
  ended: { own: "終わる前にルームが終了しました。", theirs: "終わる前にルームが終了しました。" },
  unconfirmed: { own: "届いたかどうかはわかりません。", theirs: "届いたかどうかはわかりません。" },
};

const spoken: Translation<FilesText["spoken"]> = {
  offered: (name, size) =>
    `相手がファイル ${name}（${size}）を提示しています。メッセージの中で、受け取るか断るかを選んでください。`,
  ended: (name, how) => `${name}：${how}`,
};

const voice: Translation<FilesText["voice"]> = {
  record: "ボイスメモを録音",
  name: "ボイスメモ",
  recording: "録音中",
  asking: "このページがマイクを使ってよいか、ブラウザーが尋ねています。",
  hint: "押している間だけ録音するか、一度押してあとで止めてください。",
  stop: "録音を止める",
  discard: "破棄",
  level: "マイクの音量",
  limit: "録音できるのは5分までなので、録音を止めました。",
  ready: "ボイスメモの用意ができました。聞いてから「送信」を押してください。",
  denied:
    "このページにはマイクが許可されていません。ブラウザーの設定でこのアドレスに許可し、もう一度押してください。",
  none: "マイクが見つかりませんでした。マイクをつないで、もう一度押してください。",
  failed:
    "マイクを使えませんでした。別のプログラムが使っているのかもしれません。それを閉じて、もう一度押してください。",
  unable: "このブラウザーでは録音できません。",
  close: "閉じる",
  play: "再生",
  pause: "一時停止",
  position: "再生位置",
  at: (now, whole) => `${whole}のうち${now}`,
  unplayable: "このブラウザーでは再生できません。保存して、別のプログラムで開いてください。",
};

/** Files and voice notes in Japanese. */
export const jaFiles = (counting: Counting<"ja">): Translation<FilesText> => ({
  tray: tray(counting),
  refusals: refusals(counting),
  transfer,
  reasons,
  spoken,
  voice,
});
