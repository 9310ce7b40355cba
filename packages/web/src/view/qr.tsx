import type { QrDrawing } from "../model/qr-path.ts";
import { text } from "../text/room-text.ts";

/** A QR code as one path; an empty frame until it has been drawn. */
export function QrCode({ drawing }: { readonly drawing: QrDrawing | "failed" | null }) {
  if (drawing === null) return <div class="qr" />;
  if (drawing === "failed") return <p class="aside">{text.invitation.qrFailed}</p>;
  const { sizeModules, path } = drawing;
  return (
    <svg
      class="qr"
      // An img takes an address, and the policy of this page allows no made-up one (data:, blob:).
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="img"
      aria-label={text.invitation.qr}
      viewBox={`0 0 ${sizeModules} ${sizeModules}`}
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}
