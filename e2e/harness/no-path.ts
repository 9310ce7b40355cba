import type { Tab } from "./tab.ts";

/** From now on descriptions go through, but no address is ever tried: candidates come by themselves or in a description. */
export function withoutPath(tab: Tab): Promise<void> {
  return tab.evaluate(() => {
    RTCPeerConnection.prototype.addIceCandidate = () => Promise.resolve();
    const native: unknown = Reflect.get(RTCPeerConnection.prototype, "setRemoteDescription");
    if (typeof native !== "function") throw new Error("This engine takes no descriptions.");
    Object.assign(RTCPeerConnection.prototype, {
      setRemoteDescription(
        this: RTCPeerConnection,
        { type, sdp = "" }: RTCSessionDescriptionInit,
      ): Promise<void> {
        const bare = sdp.replace(/^a=(candidate:|end-of-candidates).*\r\n/gm, "");
        return Reflect.apply(native, this, [{ type, sdp: bare }]) as Promise<void>;
      },
    });
  });
}
