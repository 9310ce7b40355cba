import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { decode } from "./preview.ts";

/**
 * A picture, drawn by this page: nothing of it is run, and no address of it is made. Without a name it is an ornament. Where it is none of the kinds that
 * are drawn, nothing stands here.
 */
export function Picture(props: { readonly blob: Blob; readonly sidePxMax: number; readonly name: string }) {
  const { blob, sidePxMax, name } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSignal<{ readonly width: number; readonly height: number } | null>(null);
  useEffect(() => {
    let wanted = true;
    const element = canvas.current;
    const draw = async (): Promise<void> => {
      const drawing = await decode(blob, sidePxMax * Math.min(2, devicePixelRatio));
      if (drawing === null) return;
      if (wanted) {
        const { width, height } = drawing;
        size.value = { width, height };
        if (element !== null) {
          [element.width, element.height] = [width, height];
          element.getContext("2d")?.drawImage(drawing, 0, 0);
        }
      }
      drawing.close();
    };
    // It catches what it meets: what does not decode is not drawn.
    void draw();
    return () => {
      wanted = false;
      size.value = null;
      // Some engines keep the pixels of a canvas long after it is gone.
      if (element !== null) [element.width, element.height] = [0, 0];
    };
  }, [blob, sidePxMax, size]);
  const named = name === "" ? { "aria-hidden": true as const } : { role: "img" as const, "aria-label": name };
  return <canvas ref={canvas} class="picture" width={0} height={0} hidden={size.value === null} {...named} />;
}
