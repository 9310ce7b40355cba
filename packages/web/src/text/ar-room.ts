/** A room in Arabic. What has another direction inside a sentence stands between isolates. */
import { arEmoji } from "./ar-emoji.ts";
import { arEnds, arEndVariants } from "./ar-ends.ts";
import type { Translation } from "./catalogs.ts";
import type { RoomText } from "./en-room.ts";
import type { Counting } from "./numbers.ts";

const newMessages = (count: number, { plural }: Counting<"ar">): string =>
  plural(count, {
    zero: "لا رسائل جديدة",
    one: "رسالة جديدة واحدة",
    two: "رسالتان جديدتان",
    few: "# رسائل جديدة",
    many: "# رسالة جديدة",
    other: "# رسالة جديدة",
  });

const minutesLeft = (minutes: number, { plural }: Counting<"ar">): string =>
  plural(minutes, {
    zero: "لم تبقَ دقائق في هذه الغرفة.",
    one: "بقيت دقيقة واحدة في هذه الغرفة.",
    two: "بقيت دقيقتان في هذه الغرفة.",
    few: "بقيت # دقائق في هذه الغرفة.",
    many: "بقيت # دقيقة في هذه الغرفة.",
    other: "بقيت # دقيقة في هذه الغرفة.",
  });

const secondsLeft = (seconds: number, { plural }: Counting<"ar">): string =>
  plural(seconds, {
    zero: "لم تبقَ ثوانٍ في هذه الغرفة.",
    one: "بقيت ثانية واحدة في هذه الغرفة.",
    two: "بقيت ثانيتان في هذه الغرفة.",
    few: "بقيت # ثوانٍ في هذه الغرفة.",
    many: "بقيت # ثانية في هذه الغرفة.",
    other: "بقيت # ثانية في هذه الغرفة.",
  });

const room = (counting: Counting<"ar">): Translation<RoomText["room"]> => ({
  status: {
    waiting: ["في الانتظار", "بانتظار الطرف الآخر"],
    connecting: ["جارٍ الاتصال", "اتفاق على المفاتيح"],
    securing: ["جارٍ التعزيز", "مفاتيح جديدة على المسار المباشر"],
    secure: ["آمن P2P", "لا يستطيع خادم الترحيل قراءته"],
    reconnecting: ["إعادة الاتصال", "ما ترسله ينتظر هنا"],
    ended: ["انتهت", ""],
  },
  reaching: "الوصول إلى خادم الترحيل",
  looking: "البحث عن الغرفة",
  secureRelayed: "آمن عبر الترحيل",
  connection: "الاتصال",
  details: "تفاصيل الاتصال",
  timeLeft: "الوقت المتبقي",
  invite: "دعوة",
  leave: "مغادرة",
  burn: "إتلاف الغرفة",
  burnWords: ["إتلاف", "الغرفة"],
  heading: "غرفة لاثنين",
  messages: "الرسائل",
  message: "رسالة",
  send: "إرسال",
  newMessages: (count) => newMessages(count, counting),
  you: "أنت",
  fileWaits: "لم يصل بعد جزء الصفحة الذي يعرض الملفات. يُطلب من جديد.",
  other: "الطرف الآخر",
  empty: "تم الاتصال. لا يستطيع خادم الترحيل قراءة ما يقال هنا.",
  arriving: "في انتظار أن يجيب متصفح الطرف الآخر.",
  reachingLong: "جارٍ الوصول إلى خادم الترحيل. بعد دقيقة بلا رد تتوقف هذه الصفحة عن المحاولة.",
  lookingLong: "جارٍ البحث عن الغرفة. خادم الترحيل لا يعرفها، وقد يحدث ذلك لبضع ثوانٍ بعد إعادة تشغيله.",
  agreeing: "يتفق المتصفحان على المفاتيح.",
  typing: "يكتب الآن",
  queued: "ما ترسله ينتظر هنا حتى يأتي الطرف الآخر. الزر «دعوة» يعرض الرابط مرة أخرى.",
  away: "ليس هنا الآن. ما ترسله ينتظر هنا حتى يعود.",
  minutesLeft: (minutes) => minutesLeft(minutes, counting),
  secondsLeft: (seconds) => secondsLeft(seconds, counting),
  announcement: (name, said) => `\u2068${name}\u2069: \u2068${said}\u2069`,
  announcements: (count, name, said) =>
    `${newMessages(count, counting)}. آخرها من \u2068${name}\u2069: \u2068${said}\u2069`,
});

const states: Translation<RoomText["states"]> = {
  sending: "قيد الإرسال",
  sent: "أُرسلت",
  delivered: "سُلّمت",
  failed: "لم تُسلَّم",
  read: "قُرئت",
};

const acts = ({ number }: Counting<"ar">): Translation<RoomText["acts"]> => ({
  reply: "رد",
  react: "تفاعل",
  copy: "نسخ",
  edit: "تعديل",
  delete: "حذف",
  cancel: "إلغاء",
  edited: "عُدّلت",
  editing: "تعديل:",
  replying: "رد على",
  answers: "رد على",
  deletedOwn: "حذفتَ هذه الرسالة.",
  deletedTheirs: "حُذفت هذه الرسالة.",
  quotesDeleted: "رد على رسالة حُذفت.",
  quotesUnknown: "رد على رسالة ليست هنا.",
  reactions: "التفاعلات",
  emoji: [
    ["👍", "إعجاب"],
    ["❤️", "قلب"],
    ["😂", "ضحك"],
    ["😮", "دهشة"],
    ["😢", "حزن"],
    ["🙏", "شكر"],
  ],
  given: (emoji, count) => `تفاعل ${emoji}، ${number(count)}`,
  gone: "لم يعد ممكنًا تغيير تلك الرسالة.",
  noEmoji: "هذا ليس رمزًا تعبيريًا واحدًا.",
});

const composer = ({ number, plural }: Counting<"ar">): Translation<RoomText["composer"]> => ({
  used: (units, limit) => `${number(units)} من ${number(limit)} حرف`,
  over: (units) =>
    `${plural(units, {
      zero: "لا زيادة في الطول.",
      one: "أطول بحرف واحد.",
      two: "أطول بحرفين.",
      few: "أطول بـ # أحرف.",
      many: "أطول بـ # حرفًا.",
      other: "أطول بـ # حرف.",
    })} اختصرها، أو أرسلها في رسالتين.`,
  empty: "ليس فيها ما يُرسل.",
  tooLong: "هذا أطول مما تتسع له رسالة واحدة. أرسله في رسالتين.",
  compare: "قارنا أولًا («تحقّق»). لا يمكن قول شيء قبل ذلك.",
  tooMany: "رسائل كثيرة جدًا تنتظر الطرف الآخر. أرسل هذه بعد أن يصل بعضها.",
  ended: "انتهت الغرفة. لم يعد ممكنًا إرسال شيء.",
});

const invitation: Translation<RoomText["invitation"]> = {
  heading: "دعوة",
  lead: "أرسل هذا الرابط إلى شخص واحد. إنه يصلح مرة واحدة.",
  next: "يفتحه ثم يضغط «الانضمام إلى الغرفة». وسترى هنا أنه قد وصل.",
  link: "رابط الغرفة",
  copyLink: "نسخ الرابط",
  code: "رمز المشاركة",
  copyCode: "نسخ الرمز",
  codeHint: "الشيء نفسه، للصقه في «رابط أو رمز أو أربع كلمات». لا يترك رابطًا في سجل المتصفح.",
  copied: "تم النسخ",
  copyFailed: "لم يسمح المتصفح بالنسخ. النص محدَّد: انسخه بنفسك.",
  qr: "رمز QR لرابط الغرفة",
  qrHint: "أو ليوجّه الطرف الآخر كاميرا إلى هذا.",
  qrFailed: "تعذّر إنشاء الصورة. الرابط والرمز يعملان من دونها.",
  close: "إغلاق",
  creating: "جارٍ إنشاء الغرفة",
  creatingHint: "تُصنع المفاتيح في هذا المتصفح. يعلم خادم الترحيل بوجود غرفة، وبعنوان شبكتك، وبالوقت.",
};

const notices = ({ number, plural }: Counting<"ar">): Translation<RoomText["notices"]> => ({
  noPathHeading: "لا مسار مباشر عبر هذه الشبكة بعد.",
  noPath:
    "في هذه الغرفة لا تنتقل الرسائل إلا من متصفح إلى متصفح، فرسائلك تنتظر هنا. واصل المحاولة، أو غيّر الشبكة عند أحد الطرفين: كثيرًا ما ينجح اتصال الهاتف نفسه.",
  keepTrying: "مواصلة المحاولة",
  relayAllowed: "الإرسال عبر خادم الترحيل",
  relayPrice:
    "عبر خادم الترحيل يكون الأمر أبطأ. يرى خادم الترحيل أحجام الكتل المختومة وأوقاتها، وأن ملفًا يُرسل وحجمه التقريبي، ولا يستطيع قراءة شيء من ذلك.",
  relayOffered: "وافقتَ على الإرسال عبر خادم الترحيل. يبدأ عندما يوافق الطرف الآخر أيضًا.",
  relayAskedHeading: "يريد الطرف الآخر الإرسال عبر خادم الترحيل.",
  hidesHeading: "يخفي الطرف الآخر عنوانه.",
  hides: "ولذلك سيمر كل شيء هنا عبر خادم الترحيل، ولا يُرسل شيء حتى توافق.",
  hidingHeading: "عنوانك مخفي.",
  hiding: "ولذلك يمر كل شيء هنا عبر خادم الترحيل. ما ترسله ينتظر حتى يوافق الطرف الآخر على ذلك.",
  noAnswerHeading: "لم يصل رد صالح.",
  noAnswer: (blocks, attempt) =>
    `${plural(blocks, {
      zero: "لم تبقَ كتل مغلقة",
      one: "كتلة واحدة لم تُفتح",
      two: "كتلتان لم تُفتحا",
      few: "# كتل لم تُفتح",
      many: "# كتلة لم تُفتح",
      other: "# كتلة لم تُفتح",
    })} (المحاولة ${number(attempt)} من ${number(3)}). ربما تلف الرابط في طريقه، أو ربما في الغرفة شخص لا يملكه كاملًا. انتظر، أو غادر وأرسل رابطًا جديدًا بطريقة أخرى.`,
  outHeading: "انقطع الاتصال.",
  out: "تجري إعادة الاتصال. ما ترسله ينتظر هنا، ولا يضيع شيء ما دامت هذه الصفحة مفتوحة.",
  relayHeading: "لا يجيب خادم الترحيل.",
  relay:
    "ربما لا تعمل شبكتك أو خادم الترحيل. تواصل هذه الصفحة المحاولة، ولمدة دقيقة إن لم تكن الغرفة قد بدأت. لا يضيع شيء ما دامت مفتوحة.",
  newerHeading: "شيء هنا يحتاج إلى إصدار أحدث.",
  newer: "أرسل الطرف الآخر ما لا تستطيع هذه الصفحة عرضه. أعد تحميلها بعد هذه المحادثة للحصول على أحدث إصدار.",
  unreadableHeading: "تعذّرت قراءة رسالة واحدة.",
  unreadable: "وصلت بصيغة تالفة، ولذلك لا تُعرض. اطلب من الطرف الآخر أن يرسلها مرة أخرى.",
});

const burning: Translation<RoomText["burning"]> = {
  heading: "إتلاف هذه الغرفة؟",
  text: "تنتهي الغرفة في الحال عند الطرفين. تُمحى الرسائل والمفاتيح عند كليهما، وينسى خادم الترحيل الغرفة. وتبقى الملفات التي حُفظت.",
  confirm: "إتلاف الآن",
  back: "إبقاء الغرفة",
};

const verify: Translation<RoomText["verify"]> = {
  heading: "تحقّق",
  badge: "تم التحقق",
  confirmed: "قلتَ إنهما متطابقتان. يسري ذلك حتى تنتهي هذه الغرفة.",
  how: "ليقرأ كل منكما للآخر إحدى القائمتين في مكالمة، أو قارنا وجهًا لوجه، وليس عبر هذه المحادثة: إن كانت متطابقة عند الطرفين فلا أحد يقف بينكما.",
  emoji: "رموز تعبيرية",
  emojiName: (id) => arEmoji[id] ?? id,
  words: "كلمات",
  wordsComing: "يجري تحميل الكلمات.",
  wordsMissing: "تعذّر تحميل الكلمات. الرموز التعبيرية تكفي: كل قائمة قائمة بذاتها.",
  match: "متطابقة",
  mismatch: "غير متطابقة",
  mismatchHint: "الزر «غير متطابقة» ينهي الغرفة في الحال عند الطرفين.",
};

const details: Translation<RoomText["details"]> = {
  heading: "الاتصال",
  rows: {
    path: "المسار",
    pathDirect: "من متصفح إلى متصفح. لا يحمل خادم الترحيل رسائلك.",
    pathRelayed: "عبر خادم الترحيل، في كتل مختومة. لا يرى الطرف الآخر عنوان شبكتك.",
    pathAny: "عبر خادم الترحيل، في كتل مختومة، إلى أن يوجد مسار مباشر.",
    pathNone: "لا مسار بعد. وإلى أن يوجد لا يحمل خادم الترحيل إلا كتلًا مختومة.",
    keys: "المفاتيح",
    keysText:
      "\u2068X-Wing (ML-KEM-768, X25519)\u2069 ممزوجًا بالمفتاح الذي في الرابط، ومفاتيح جديدة كل دقيقتين من الاستخدام.",
    cipher: "التعمية",
    cipherText:
      "\u2068AES\u2011256\u2011GCM\u2069، بمفتاح جديد لكل إطار، ولكل ملف مفتاح خاص به (\u2068HKDF\u2011SHA\u2011256\u2069).",
    sees: "ما يراه خادم الترحيل",
    seesText:
      "عنوانا شبكة، ووقت اتصالهما، وكتل مختومة بخمسة أحجام. وإن مرّت الغرفة عبره فيرى أيضًا أن ملفًا يُرسل وحجمه التقريبي.",
  },
  hidden: "مخفي حتى تنتهي هذه الغرفة.",
  seen: "ربما رأى الطرف الآخر عنوانك قبل إخفائه.",
  tellsRead: "إخبار الطرف الآخر بما قرأته",
  saved: "يرى الطرف الآخر هذا الاسم بعد أن تتصلا.",
};

const ended = ({ plural }: Counting<"ar">): Translation<RoomText["ended"]> => ({
  newRoom: "غرفة جديدة",
  notHidden: "يكون «إخفاء عنواني» متوقفًا للغرفة الجديدة حتى تشغّله مرة أخرى.",
  again: "المحاولة مرة أخرى",
  left: "ما الذي بقي",
  undelivered: (count) =>
    plural(count, {
      zero: "تأكّد استلام كل رسائلك.",
      one: "رسالة واحدة من رسائلك لم يتأكد استلامها.",
      two: "رسالتان من رسائلك لم يتأكد استلامهما.",
      few: "# من رسائلك لم يتأكد استلامها.",
      many: "# من رسائلك لم يتأكد استلامها.",
      other: "# من رسائلك لم يتأكد استلامها.",
    }),
  unopened: (blocks) =>
    plural(blocks, {
      zero: "فُتحت كل الكتل التي وصلت.",
      one: "كتلة واحدة وصلت ولم تُفتح.",
      two: "كتلتان وصلتا ولم تُفتحا.",
      few: "# كتل وصلت ولم تُفتح.",
      many: "# كتلة وصلت ولم تُفتح.",
      other: "# كتلة وصلت ولم تُفتح.",
    }),
});

const elsewhere: Translation<RoomText["elsewhere"]> = {
  heading: "هذه الغرفة مفتوحة في لسان تبويب آخر",
  next: "للتحدث انتقل إلى ذلك اللسان في هذا المتصفح. لم يُرسل من هنا شيء إلى أحد.",
  instead: "عندما يُغلق ذلك اللسان أو يغادر الغرفة تتابع هذه الصفحة من تلقاء نفسها.",
};

export const arRoom = (counting: Counting<"ar">): Translation<RoomText> => ({
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
  ends: arEnds,
  endVariants: arEndVariants,
});
