import type { Translation } from "./catalogs.ts";
import type { MissingText } from "./en-missing.ts";

/** What a browser that lacks something is told, in Arabic. */
export const arMissing: Translation<MissingText> = {
  heading: "لا يستطيع هذا المتصفح فتح غرفة",
  lead: "يعمّي Tacet الرسائل داخل المتصفح. ولذلك يحتاج إلى أشياء مفقودة هنا:",
  parts: {
    secure:
      "عنوان محمي. وصلت هذه الصفحة عبر \u2068http\u2069 بلا تعمية: افتحها عبر \u2068https\u2069، أو على هذا الجهاز باسم \u2068localhost\u2069.",
    crypto: "\u2068Web Cryptography\u2069: تصنع المفاتيح وتستخدمها.",
    worker: "\u2068Web Workers\u2069: تُبقي المفاتيح بمعزل عن الصفحة.",
    socket: "\u2068WebSocket\u2069: يصل إلى خادم الترحيل.",
    peer: "قنوات بيانات \u2068WebRTC\u2069: تحمل الرسائل من متصفح إلى متصفح. بعض المتصفحات والإضافات تعطّلها.",
  },
  next: "افتح الرابط من جديد من الرسالة التي وصل فيها، في إصدار حديث من Firefox أو Chrome أو Edge أو Safari. لم يُستنفد الرابط.",
};
