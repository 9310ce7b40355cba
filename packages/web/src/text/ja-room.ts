/** A room in Japanese. */
import type { Translation } from "./catalogs.ts";
import type { RoomText } from "./en-room.ts";
import { jaEmoji } from "./ja-emoji.ts";
import { jaEnds, jaEndVariants } from "./ja-ends.ts";
import type { Counting } from "./numbers.ts";

const room = ({ number }: Counting<"ja">): Translation<RoomText["room"]> => ({
  status: {
    waiting: ["待機中", "相手を待っています"],
    connecting: ["接続中", "鍵を決めています"],
    securing: ["強化中", "直接の経路で新しい鍵に"],
    secure: ["安全なP2P", "中継サーバーには読めません"],
    reconnecting: ["再接続中", "送った内容はここで待ちます"],
    ended: ["終了", ""],
  },
  reaching: "中継サーバーにつないでいます",
  looking: "ルームを探しています",
  secureRelayed: "安全（中継経由）",
  connection: "接続",
  details: "接続の詳細",
  timeLeft: "残り時間",
  invite: "招待",
  leave: "退出",
  burn: "ルームを破棄",
  burnWords: ["破棄", ""],
  heading: "二人用のルーム",
  messages: "メッセージ一覧",
  message: "メッセージ",
  send: "送信",
  newMessages: (count) => `新しいメッセージ ${number(count)}件`,
  you: "あなた",
  fileWaits: "このページのうち、ファイルを表示する部分がまだ届いていません。もう一度求めています。",
  other: "相手",
  empty: "つながりました。ここで話すことは、中継サーバーには読めません。",
  arriving: "相手のブラウザーの応答を待っています。",
  reachingLong: "中継サーバーにつないでいます。1分たっても応答がなければ、このページはあきらめます。",
  lookingLong:
    "ルームを探しています。中継サーバーはこのルームを知りません。再起動の直後は、数秒間そうなることがあります。",
  agreeing: "二つのブラウザーが鍵を決めています。",
  typing: "が入力しています",
  queued: "送った内容は、相手が来るまでここで待ちます。「招待」でリンクをもう一度表示できます。",
  away: "は今いません。送った内容は、戻るまでここで待ちます。",
  minutesLeft: (minutes) => `このルームの残り時間は${number(minutes)}分です。`,
  secondsLeft: (seconds) => `このルームの残り時間は${number(seconds)}秒です。`,
  announcement: (name, said) => `${name}：${said}`,
  announcements: (count, name, said) =>
    `新しいメッセージが${number(count)}件あります。最後は${name}から：${said}`,
});

const states: Translation<RoomText["states"]> = {
  sending: "送信中",
  sent: "送信済み",
  delivered: "配達済み",
  failed: "未配達",
  read: "既読",
};

const acts = ({ number }: Counting<"ja">): Translation<RoomText["acts"]> => ({
  reply: "返信",
  react: "リアクション",
  copy: "コピー",
  edit: "編集",
  delete: "削除",
  cancel: "キャンセル",
  edited: "編集済み",
  editing: "編集中：",
  replying: "返信先：",
  answers: "返信先：",
  deletedOwn: "このメッセージを削除しました。",
  deletedTheirs: "このメッセージは削除されました。",
  quotesDeleted: "削除されたメッセージへの返信です。",
  quotesUnknown: "ここにないメッセージへの返信です。",
  reactions: "リアクション",
  emoji: [
    ["👍", "いいね"],
    ["❤️", "ハート"],
    ["😂", "笑い"],
    ["😮", "驚き"],
    ["😢", "悲しい"],
    ["🙏", "ありがとう"],
  ],
  given: (emoji, count) => `リアクション ${emoji}、${number(count)}件`,
  gone: "そのメッセージはもう変更できません。",
  noEmoji: "それは一つの絵文字ではありません。",
});

const composer = ({ number }: Counting<"ja">): Translation<RoomText["composer"]> => ({
  used: (units, limit) => `${number(limit)}文字中 ${number(units)}文字`,
  over: (units) => `${number(units)}文字長すぎます。短くするか、二つに分けて送ってください。`,
  empty: "送る内容がありません。",
  tooLong: "一つのメッセージの長さを超えています。二つに分けて送ってください。",
  compare: "先に照合してください（「確認」）。それまでは何も送れません。",
  tooMany: "相手を待っているメッセージが多すぎます。いくつか届いてから送ってください。",
  ended: "ルームは終了しました。もう何も送れません。",
});

const invitation: Translation<RoomText["invitation"]> = {
  heading: "招待",
  lead: "このリンクを一人に送ってください。使えるのは一度だけです。",
  next: "相手がリンクを開いて「ルームに参加」を押します。来たことはここでわかります。",
  link: "ルームのリンク",
  copyLink: "リンクをコピー",
  code: "共有コード",
  copyCode: "コードをコピー",
  codeHint:
    "同じものを「リンク、コード、または4つの単語」に貼り付けるためのコードです。ブラウザーの履歴にリンクを残しません。",
  copied: "コピーしました",
  copyFailed: "ブラウザーがコピーを許可しませんでした。文字は選択してあります。手でコピーしてください。",
  qr: "ルームのリンクのQRコード",
  qrHint: "または、相手のカメラをここに向けてもらってください。",
  qrFailed: "画像を作れませんでした。リンクとコードは画像がなくても使えます。",
  close: "閉じる",
  creating: "ルームを作っています",
  creatingHint:
    "鍵はこのブラウザーの中で作られます。中継サーバーが知るのは、ルームがあること、あなたのネットワークアドレス、時刻です。",
};

const notices = ({ number }: Counting<"ja">): Translation<RoomText["notices"]> => ({
  noPathHeading: "このネットワークでは、まだ直接の経路がありません。",
  noPath:
    "このルームでは、メッセージはブラウザーからブラウザーへだけ届くので、あなたのメッセージはここで待っています。試し続けるか、どちらかのネットワークを変えてください。スマートフォン自体の回線なら、つながることがよくあります。",
  keepTrying: "試し続ける",
  relayAllowed: "中継サーバー経由で送る",
  relayPrice:
    "中継サーバーを通ると遅くなります。中継サーバーに見えるのは、封印されたブロックの大きさと時刻、ファイルが送られていることとそのおおよその大きさで、中身は読めません。",
  relayOffered: "中継サーバー経由で送ることに同意しました。相手も同意すると始まります。",
  relayAskedHeading: "相手は中継サーバー経由で送ろうとしています。",
  hidesHeading: "相手はアドレスを隠しています。",
  hides: "そのため、ここではすべてが中継サーバーを通ることになり、あなたが同意するまで何も送られません。",
  hidingHeading: "あなたのアドレスは隠されています。",
  hiding: "そのため、ここではすべてが中継サーバーを通ります。送った内容は、相手が同意するまで待ちます。",
  noAnswerHeading: "有効な応答がありません。",
  noAnswer: (blocks, attempt) =>
    `${number(blocks)}個のブロックが開きませんでした（${number(3)}回中${number(attempt)}回目）。リンクが途中で壊れたか、リンク全体を持たない誰かがルームにいるのかもしれません。待つか、退出して新しいリンクを別の方法で送ってください。`,
  outHeading: "接続が切れました。",
  out: "再接続しています。送るものはここで待ちます。このページを開いている間、何も失われません。",
  relayHeading: "中継サーバーが応答しません。",
  relay:
    "あなたのネットワークか中継サーバーが止まっているのかもしれません。このページは試し続けます。ルームがまだ始まっていなければ1分間です。このページを開いている間、何も失われません。",
  newerHeading: "ここには、より新しい版が必要なものがあります。",
  newer:
    "このページで表示できないものが相手から送られてきました。この会話のあとで再読み込みすると、最新の版になります。",
  unreadableHeading: "読み取れないメッセージが一つありました。",
  unreadable: "壊れた形で届いたため、表示されません。相手にもう一度送ってもらってください。",
});

const burning: Translation<RoomText["burning"]> = {
  heading: "このルームを破棄しますか？",
  text: "ルームは二人とも直ちに終了します。メッセージと鍵は両側で消去され、中継サーバーはルームを忘れます。保存したファイルは残ります。",
  confirm: "今すぐ破棄",
  back: "ルームを残す",
};

const verify: Translation<RoomText["verify"]> = {
  heading: "確認",
  badge: "確認済み",
  confirmed: "一致していると答えました。このルームが終わるまで有効です。",
  how: "二つのリストのどちらかを、通話で読み上げるか、会って見比べてください。このチャットは使わないでください。両側で同じなら、二人の間には誰も入り込んでいません。",
  emoji: "絵文字",
  emojiName: (id) => jaEmoji[id] ?? id,
  words: "単語",
  wordsComing: "単語を読み込んでいます。",
  wordsMissing:
    "単語を読み込めませんでした。絵文字だけで足ります。どちらのリストも、それだけで役に立ちます。",
  match: "一致しています",
  mismatch: "一致しません",
  mismatchHint: "「一致しません」を押すと、ルームは二人とも直ちに終了します。",
};

const details: Translation<RoomText["details"]> = {
  heading: "接続",
  rows: {
    path: "経路",
    pathDirect: "ブラウザーからブラウザーへ。中継サーバーはあなたのメッセージを運びません。",
    pathRelayed: "中継サーバー経由、封印されたブロックで。相手にあなたのネットワークアドレスは見えません。",
    pathAny: "直接の経路ができるまで、中継サーバー経由、封印されたブロックで。",
    pathNone: "まだありません。経路ができるまで、中継サーバーは封印されたブロックだけを運びます。",
    keys: "鍵",
    keysText:
      "X-Wing（ML-KEM-768 と X25519）を、リンクの中の鍵と混ぜたもの。使っている間、2分ごとに新しくなります。",
    cipher: "暗号",
    cipherText:
      "AES-256-GCM。フレームごとに新しい鍵を使い、ファイルにはそれぞれ専用の鍵があります（HKDF-SHA-256）。",
    sees: "中継サーバーに見えるもの",
    seesText:
      "二つのネットワークアドレス、接続した時刻、5種類の大きさの封印されたブロック。ルームが中継サーバーを通る場合は、ファイルが送られていることとそのおおよその大きさも。",
  },
  hidden: "このルームが終わるまで隠されます。",
  seen: "隠す前に、相手にあなたのアドレスが見えていたかもしれません。",
  tellsRead: "読んだことを相手に知らせる",
  saved: "つながると、相手にこの名前が見えます。",
};

const ended = ({ number }: Counting<"ja">): Translation<RoomText["ended"]> => ({
  newRoom: "新しいルーム",
  notHidden: "新しいルームでは「自分のアドレスを隠す」はオフです。必要なら、もう一度オンにしてください。",
  again: "もう一度試す",
  left: "残っているもの",
  undelivered: (count) => `あなたのメッセージのうち${number(count)}件は、届いたことを確認できませんでした。`,
  unopened: (blocks) => `届いたブロックのうち${number(blocks)}個が開きませんでした。`,
});

const elsewhere: Translation<RoomText["elsewhere"]> = {
  heading: "このルームは別のタブで開いています",
  next: "話すには、このブラウザーのそのタブへ移ってください。ここからは誰にも何も送られていません。",
  instead: "そのタブが閉じられるか、ルームから退出すると、このページは自動で続きます。",
};

export const jaRoom = (counting: Counting<"ja">): Translation<RoomText> => ({
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
  ends: jaEnds,
  endVariants: jaEndVariants,
});
