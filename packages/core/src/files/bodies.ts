import { acceptBody, acknowledgeBody, cancelBody, doneBody } from "./answers.ts";
import { laneBody } from "./lane.ts";
import { offerBody } from "./offer.ts";

/** The bodies of content about files, kinds 71 to 77, to bytes and back (spec/files.md 3). */
export const fileBodies: {
  readonly offer: typeof offerBody;
  readonly accept: typeof acceptBody;
  readonly done: typeof doneBody;
  readonly acknowledge: typeof acknowledgeBody;
  readonly cancel: typeof cancelBody;
  readonly lane: typeof laneBody;
} = {
  offer: offerBody,
  accept: acceptBody,
  done: doneBody,
  acknowledge: acknowledgeBody,
  cancel: cancelBody,
  lane: laneBody,
};
