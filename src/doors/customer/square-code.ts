import qrcode from "qrcode";
import type { SquareCode } from "../../../web/customer/index.ts";

/** Margin around a code, in modules: readers need it to find its corners. Source: ISO/IEC 18004 §6.3.8. */
const QUIET_ZONE = 2;

/** A QR code as one path, each dark module a square; on a white card of its own, which widens the quiet zone to four. */
export function squareCode(text: string): SquareCode {
  const { size, data } = qrcode.create(text, { errorCorrectionLevel: "M" }).modules;
  const squares = Array.from(data, (isDark, i) => {
    const [x, y] = [(i % size) + QUIET_ZONE, Math.floor(i / size) + QUIET_ZONE];
    return isDark === 0 ? "" : `M${x} ${y}h1v1h-1z`;
  });
  return { size: size + 2 * QUIET_ZONE, path: squares.join("") };
}
