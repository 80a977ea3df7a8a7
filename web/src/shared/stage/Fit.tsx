import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const SIZES = [
  1.6, 1.45, 1.3, 1.15, 1, 0.9, 0.8, 0.7, 0.62, 0.55, 0.48, 0.42, 0.36, 0.3, 0.25, 0.2, 0.16, 0.12,
];

/**
 * A box whose content is as large as it can be: type and pictures inside are multiplied by `--fit`, which is
 * the largest size at which nothing overflows. So the longest question fills the wall without scrolling.
 */
export function Fit({ class: name = "", children }: { class?: string; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const enlarge = () => {
      for (const size of SIZES) {
        element.style.setProperty("--fit", String(size));
        if (
          element.scrollHeight <= element.clientHeight + 1 &&
          element.scrollWidth <= element.clientWidth + 1
        )
          break;
      }
    };
    enlarge();
    const resized = new ResizeObserver(enlarge);
    resized.observe(element);
    const changed = new MutationObserver(enlarge);
    changed.observe(element, { childList: true, characterData: true, subtree: true });
    element.addEventListener("load", enlarge, true); // of pictures, whose sizes are known only then
    document.fonts?.addEventListener("loadingdone", enlarge);
    return () => {
      document.fonts?.removeEventListener("loadingdone", enlarge);
      resized.disconnect();
      changed.disconnect();
      element.removeEventListener("load", enlarge, true);
    };
  }, []);
  return (
    <div ref={box} class={`fit ${name}`}>
      {children}
    </div>
  );
}
