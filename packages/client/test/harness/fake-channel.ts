/** A data channel that a test opens, fills and empties. */
export class FakeChannel {
  binaryType = "blob";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  readyState = "connecting";
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onbufferedamountlow: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly sent: Uint8Array[] = [];
  /** What is sent stays in its queue until the test empties it. */
  holds = false;
  closed = false;
  readonly label: string;
  readonly options: RTCDataChannelInit;
  constructor(label: string, options: RTCDataChannelInit) {
    this.label = label;
    this.options = options;
  }
  send(bytes: Uint8Array): void {
    // As a channel does: who sends may use its memory again.
    this.sent.push(bytes.slice());
    if (this.holds) this.bufferedAmount += bytes.length;
  }
  close(): void {
    this.closed = true;
  }
}
