/** Rooms for many in Japanese. */
import type { Translation } from "./catalogs.ts";
import type { GroupText } from "./en-group.ts";
import type { Counting } from "./numbers.ts";

const GONE = "この側には会話は何も残りません。メッセージと鍵はここで消去されました。";
const GONE_ALL =
  "会話は何も残りません。メッセージと鍵はここで消去され、中継サーバーもこのルームを忘れました。";
const NEVER_IN = "ここでは何も開かれなかったので、何も残っていません。";

const making = ({ number }: Counting<"ja">): Translation<GroupText["making"]> => ({
  heading: "新しいルーム",
  kind: "ルームの種類",
  pair: "二人用",
  many: "大人数用",
  manyHint:
    "一つのリンクで50人まで入れます。すべては封をして中継サーバーを通ります。サーバーには読めず、ルームの人どうしもネットワークアドレスは見えません。",
  pairHint: "相手は一人だけ。リンクは一度だけ使えます。",
  preset: "はじめの設定",
  presets: {
    none: "まだ選んでいません",
    interview: "面接",
    incident: "障害対応",
    retrospective: "振り返り",
    feedback: "意見",
    study: "勉強会",
    coffee: "ひと休み",
    games: "ゲームの夜",
  },
  presetHint: "下の項目が設定されます。どれもあとで変えられます。",
  password: "パスワード",
  passwordHint:
    "任意、4文字から200文字。リンクとは別の方法で伝えてください。入るには両方が必要です。送信されることはありません。",
  passwordShort: "パスワードは4文字から200文字です。",
  ends: "終わるまで",
  never: "なし",
  neverHint: "中継サーバーが定める時間のあいだだれもいないと、ルームは自動的に終わります。",
  fades: "メッセージが消えるまで",
  fadesHint: "それぞれの画面で、そこに表示されたときから数えます。",
  create: "作成",
  seconds: (count) => `${number(count)}秒`,
  minutes: (count) => `${number(count)}分`,
  hours: (count) => `${number(count)}時間`,
  days: (count) => `${number(count)}日`,
});

const entering = ({ number }: Counting<"ja">): Translation<GroupText["entering"]> => ({
  first: "大人数用のルームへのリンクが届きました。",
  second:
    "参加すると中の人に知らされ、あなたの名前が見えます。読めるのはそれからの話だけで、前の話は読めません。",
  address:
    "ルームのだれにもあなたのネットワークアドレスは見えません。すべては封をして中継サーバーを通ります。",
  nameHint: "ルームの全員に見えます。20文字まで。",
  creating: "ルームを作っています",
  creatingHint:
    "鍵はこのブラウザーで作られます。中継サーバーが知るのはルームがあることだけで、だれのためかは知りません。",
  reaching: "中継サーバーに席を求めています",
  asking: "入れてもらうのを待っています",
  askingHint: "ルームにだれかがいる必要があります。人が決めるルームもあり、少しかかることがあります。",
  locked: "このルームにはパスワードが必要です。",
  passwordHint: "リンクとは別の方法で伝えられているはずです。送らずに照合されます。",
  wrong: "このルームのパスワードではありません。もう一度たずね、大文字と小文字に気をつけてください。",
  wait: (seconds) => `間違ったパスワードが多すぎました。${number(seconds)}秒後に試せます。`,
  join: "入る",
  giveUp: "参加しない",
});

const room = ({ number }: Counting<"ja">): Translation<GroupText["room"]> => ({
  heading: "大人数用のルーム",
  waiting: "ほかの人を待っています",
  coming: "入れてもらうのを待っています",
  empty: "入りました。ここでの話を中継サーバーは読めません。",
  alone: "入ってほしい人みんなにこのリンクを送ってください。",
  members: "メンバー",
  memberCount: (count) => `メンバー${number(count)}人`,
  unnamed: "だれか",
  someone: (mark) => `だれか（${mark}）`,
  saved: "この名前はルームの全員に見えます。",
  typing: {
    one: (name) => `${name}が入力中`,
    two: (name, other) => `${name}と${other}が入力中`,
    many: (count) => `${number(count)}人が入力中`,
  },
  noOneElse: "ルームにはほかにだれもいません。今送るものはだれにも届きません。",
  alsoAway: "今はほかにだれもいません。送ったものは戻るまで待ちます。",
});

const member: Translation<GroupText["member"]> = {
  you: "あなた",
  owner: "持ち主",
  moderator: "進行役",
  away: "不在",
  unconfirmed: "未確認",
  verified: "確認済み",
  differs: "一致しません",
  muted: "消音中",
  blocked: "非表示中",
  fingerprint: "フィンガープリント",
  remove: "外す",
  removeText:
    "その人はすぐにルームの外に出ます。鍵はすべて新しくなり、持っていたリンクは使えなくなります。すでに読んだものは、その人のもとに残ります。",
  removeNow: "今すぐ外す",
  handOver: "持ち主を譲る",
  handOverText:
    "これからは新しい持ち主だけが、ルームに鍵をかけ、人を外し、終わらせることができます。取り消せません。",
  handOverNow: "譲る",
  makeModerator: "進行役にする",
  endModerator: "進行役をやめてもらう",
  moderatorHint: "進行役は人を入れたり、進行役でも持ち主でもない人を外したりできます。",
  mute: "消音",
  unmute: "消音をやめる",
  muteHint: "書かれたものに音も通知もつきません。表示はされます。ここだけのことです。",
  block: "非表示",
  unblock: "非表示をやめる",
  blockHint: "これから書かれるものはこの画面に表示されません。本人には知らされません。",
  back: "戻る",
  verify: "確認",
  comparing: "相手のページの返事を待っています。",
  comparingOver: "相手のページから返事がなくなりました。閉じて、もう一度始めてください。",
  verifyHow:
    "二人ともこれを開き、どちらか一つの並びを通話で読み合うか、会って比べてください。このチャットでは比べないでください。",
  asksVerify: (name) => `${name}が照合を求めています。`,
  compare: "今すぐ照合",
  mismatch:
    "照合したものが一致しません。間にだれかがいるか、別々のルームを見せられているかもしれません。別の方法で伝え、ここに書かれたことを信じないでください。",
};

const control: Translation<GroupText["control"]> = {
  lock: "ルームに鍵をかける",
  unlock: "ルームの鍵を開ける",
  locked: "鍵がかかっています。だれも入れません。",
  ask: "人を入れる前にたずねる",
  renew: "新しい招待",
  fades: "メッセージが消えるまで",
  fadesAfter: (time) => `メッセージは${time}で消えます。`,
  password: "パスワードが必要です。",
  endsWithOwner: "自分が退出したらすべて削除する",
  endsWithOwnerSeen: "持ち主が退出すると、ルームは削除されます。",
  end: "ルームを削除",
  endHeading: "このルームを全員から削除しますか？",
  endText:
    "全員のルームがすぐに終わります。届くすべてのページでメッセージと鍵が消去され、中継サーバーもこのルームを忘れます。",
  endNow: "今すぐ削除",
  leave: "退出",
  leaveHeading: "あなたが持ち主です",
  leaveEnds: "退出すると、ルームは全員から削除されます。続けるには、先に譲ってください。",
  leaveOwnerless:
    "退出すると、ルームは持ち主のいないまま続き、だれも鍵をかけたり削除したりできなくなります。そうならないように、先に譲ってください。",
  leaveAndEnd: "退出して削除",
  ownerHere: "持ち主は退出しました。ルームはこのまま続きます。",
  ownerSilent: "入ってから、持ち主からはまだ何も届いていません。",
};

const lines = ({ number }: Counting<"ja">): Translation<GroupText["lines"]> => ({
  joined: (name) => `${name}が参加しました。`,
  joinedSelf: "参加しました。前の話は表示されません。",
  left: (name) => `${name}が退出しました。`,
  removed: (name, by) => `${by}が${name}を外しました。鍵はすべて新しくなりました。`,
  removedBySelf: (name) => `あなたが${name}を外しました。鍵はすべて新しくなりました。`,
  removedOnly: (name) => `${name}が外されました。鍵はすべて新しくなりました。`,
  absent: (name) => `${name}は長く不在だったため、ルームから外れました。席は一日残ります。`,
  different: (name) =>
    `${name}にはあなたと違うものが示されました。相手のアプリが誤っているか、リレーが人によって違うルームを見せています。その人の言葉はここに表示されません。別の方法で相手に尋ね、外すか、退出してください。`,
  unusable: (name) => `${name}の変更はここでは使えません。そのためルームが分かれたかもしれません。`,
  keys: (name) => `${name}が新しい鍵で戻りました。前に照合していたなら、もう一度照合してください。`,
  keysSelf: "新しい鍵で戻りました。前に照合した人は、もう一度照合します。",
  ownerSelf: "今の持ち主はあなたです。",
  owner: (name) => `今の持ち主は${name}です。`,
  moderator: (name, by) => `${by}が、${name}が進行役かどうかを変えました。`,
  moderatorBySelf: (name) => `あなたが、${name}が進行役かどうかを変えました。`,
  moderatorSelf: (by) => `${by}が、あなたが進行役かどうかを変えました。`,
  you: "あなた",
  gap: (count) =>
    `このルームの${number(count)}個のブロックをここでは受け取れませんでした。中身は表示されません。`,
});

const states = ({ number }: Counting<"ja">): Translation<GroupText["states"]> => ({
  deliveredTo: (count, of) => `${number(of)}人中${number(count)}人に配達済み`,
  missing: (names) => `まだ：${names}`,
  gone: (names) => `届く前に退出：${names}`,
  fades: (time) => `あと${time}で消えます`,
  nobody: "受け取る人がいませんでした",
  fadesUnseen: "消えます",
});

const notices = ({ number }: Counting<"ja">): Translation<GroupText["notices"]> => ({
  askHeading: "リンクを持つ人が入りたがっています。",
  asks: (name) => `リンクを持つ人が、${name}という名で入りたがっています。`,
  ask: "だれなのかは確かめられていません。前の話は読めません。",
  warned: (count) => `この十分間に間違ったパスワードが${number(count)}回試されました。`,
  letIn: "入れる",
  refuse: "断る",
  splitHeading: "ルームが分かれたかもしれません。",
  split:
    "ここで開けないブロックだけが届いています。このページは入り直しを試みます。それまで、書いたものが全員に届かないことがあります。",
  newer: "このページに表示できないものが送られました。この会話のあとで読み込み直すと最新の版になります。",
  unreadable: "壊れた形で届いたので表示されません。書いた人にもう一度送ってもらってください。",
  refusedHeading: "それは行われませんでした。",
  refused: {
    "not-allowed": "持ち主か進行役だけができます。",
    nobody: "その人はもうここにいません。",
    overtaken: "同じときにほかの人がルームを変えました。今の様子を見て、もう一度試してください。",
    limit: "一度に多すぎました。十秒に十件までです。少し待ってから試してください。",
    "too-many-waiting": "送信を待つメッセージが多すぎます。いくつか送られてから送ってください。",
  },
  understood: "わかりました",
  notNow: "あとで",
});

const ends: Translation<GroupText["ends"]> = {
  "left-here": {
    why: "ルームを退出しました",
    next: "ほかの人のルームは続きます。リンクが有効なあいだは、また入れます。",
    left: GONE,
  },
  "ended-here": { why: "ルームを削除しました", next: "全員のルームが終わりました。", left: GONE_ALL },
  "ended-there": {
    why: "持ち主がルームを削除しました",
    next: "全員のルームが終わりました。",
    left: GONE_ALL,
  },
  "owner-left": {
    why: "持ち主が退出し、ルームは削除されました",
    next: "持ち主とともに終わる設定でした。続けるには、新しいルームを作って新しいリンクを送ってください。",
    left: GONE_ALL,
  },
  removed: {
    why: "ルームから外されました",
    next: "持ち主か進行役があなたを外しました。鍵は新しくなり、持っているリンクでは何も開きません。",
    left: GONE,
  },
  expired: {
    why: "時間になりました",
    next: "このルームには決まった時間があり、全員にとって過ぎました。続けるには、新しいルームを作って新しいリンクを送ってください。",
    left: GONE_ALL,
  },
  full: {
    why: "このルームは満員です",
    next: "これ以上入れません。中の人に空いたら教えてもらい、リンクをもう一度開いてください。",
    left: NEVER_IN,
  },
  locked: {
    why: "このルームには鍵がかかっています",
    next: "今はだれも入れません。リンクを送った人に鍵を開けてもらい、もう一度開いてください。",
    left: NEVER_IN,
  },
  declined: {
    why: "入れてもらえませんでした",
    next: "ルームのだれかが断りました。リンクを送った人にたずね、もう一度開いてください。",
    left: NEVER_IN,
  },
  "no-answer": {
    why: "だれも入れてくれませんでした",
    next: "時間内に返事がありませんでした。リンクを送った人にルームを開いておいてもらい、もう一度開いてください。",
    left: NEVER_IN,
  },
  password: {
    why: "参加しませんでした",
    next: "パスワードがなければ、このルームはだれにも開きません。リンクはまだ有効です。",
    left: NEVER_IN,
  },
  absent: {
    why: "ルームが終わったか、リンクが無効です",
    next: "ルームが終わったとき、新しい招待ができたとき、だれかが外されたときに、リンクは使えなくなります。新しいものを頼んでください。",
    left: NEVER_IN,
  },
  version: {
    why: "このルームには新しい版が必要です",
    next: "ページを読み込み直して最新の版にし、リンクをもう一度開いてください。",
    left: GONE,
  },
  different: {
    why: "中継サーバーが人によって違うルームを見せています",
    next: "メンバーの受け取ったものが一致しないので、このページは止まりました。別の方法でほかの人に伝え、信頼できる中継サーバーで新しいルームを作ってください。",
    left: GONE,
  },
  lost: {
    why: "受け取れなかったものが多すぎます",
    next: "中継サーバーが保つ時間より長く離れていたため、自力では戻れませんでした。リンクをもう一度開いて入り直してください。",
    left: GONE,
  },
  elsewhere: {
    why: "このルームは別の場所で続いています",
    next: "別のページがこの席に着きました。それがあなたでなければ、ほかの人に知らせてください。",
    left: GONE,
  },
  fault: {
    why: "ルームを続けられませんでした",
    next: "このページの一部が壊れたか、中継サーバーの返事を理解できませんでした。ページを読み込み直し、リンクをもう一度開いてください。",
    left: GONE,
  },
};

const endVariants = {
  notJoined: {
    why: "参加しませんでした",
    next: "入る前にやめました。リンクが有効なあいだは、また開けます。",
    left: NEVER_IN,
  },
  alone:
    "ほかにだれもいなかったので、このリンクではもうだれも入れません。続けるには、新しいルームを作り、新しいリンクを送ってください。",
  withOwner:
    "持ち主とともに終わるルームです。あなたの退出が中継サーバーに伝わるか、あなたがしばらくいないままになると、全員のルームが終わります。",
};

export const jaGroup = (counting: Counting<"ja">): Translation<GroupText> => ({
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
