import { create } from "qrcode";
import { useMemo } from "react";

/** Modules of margin: readers need it to find the corners. Source: ISO/IEC 18004 §6.3.8. */
const QUIET_ZONE = 4;

/** Drawn here: what it holds is nobody's business but the reader's. Black on white in the dark too. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => {
    const { size: width, data } = create(text, { errorCorrectionLevel: "M" }).modules;
    const squares = Array.from(data, (isDark, i) =>
      isDark === 0 ? "" : `M${(i % width) + QUIET_ZONE} ${Math.floor(i / width) + QUIET_ZONE}h1v1h-1z`,
    );
    return { size: width + 2 * QUIET_ZONE, path: squares.join("") };
  }, [text]);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={path} />
    </svg>
  );
}
