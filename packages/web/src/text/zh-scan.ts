import type { Translation } from "./catalogs.ts";
import type { ScanText } from "./en-scan.ts";

export const zhScan: Translation<ScanText> = {
  heading: "扫描二维码",
  asking: "浏览器会询问本页面能否使用摄像头。画面只留在本页面里。",
  looking: "把摄像头对准房间的二维码，让它填满方框。",
  picture: "摄像头看到的画面",
  faults: {
    denied:
      "本页面没有获准使用摄像头。请在浏览器对本页面的设置中允许，然后再试一次；也可以改为粘贴链接或分享码。",
    none: "这里没有找到摄像头。请改为粘贴链接或分享码，或输入四个单词。",
    busy: "现在无法使用摄像头：可能有别的程序正在用它。请关闭那个程序，然后再试一次。",
    stopped: "摄像头停止了。请再试一次，或改为粘贴链接或分享码。",
  },
  other: "这是一个二维码，但不是房间的二维码。请把摄像头对准房间链接旁边的那个码。",
  again: "再试一次",
};
