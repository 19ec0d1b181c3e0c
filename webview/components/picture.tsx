import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Hit } from '../../src/scene/hit-test.ts';
import { Surface, type Picture } from '../render/surface.ts';
import type { Store } from '../app/state.ts';

/** `drag`: something from elsewhere is dragged over it. */
export type HitKind = 'click' | 'open' | 'hover' | 'drag';

export interface PictureViewProps {
  readonly picture: Picture;
  readonly store: Store;
  readonly label: string;
  /** What is drawn, where it changes seldom and must be seen soon: drawn at once when it is another one. */
  readonly content?: unknown;
  readonly onHit?: (hit: Hit | null, kind: HitKind) => void;
  /** The pointer went down there. */
  readonly onPress?: (x: number, y: number) => void;
  /** Dragging and turning the wheel move the camera. */
  readonly onDrag?: (dx: number, dy: number) => void;
  readonly onWheel?: (event: { dx: number; dy: number; zoom: boolean; x: number; y: number }) => void;
  readonly onResize?: (width: number, height: number) => void;
}

const clickSlack = 4;

/** A canvas in the page: hands its size, pointer and frames to the picture that it shows. */
export function PictureView(props: PictureViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const surface = useRef<Surface | null>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const drawn = new Surface(element, {
      scene: (width, height) => {
        latest.current.onResize?.(width, height);
        return latest.current.picture.scene(width, height);
      },
      camera: () => latest.current.picture.camera(),
      tick: (elapsed) => latest.current.picture.tick(elapsed),
    });
    surface.current = drawn;
    const stop = latest.current.store.subscribe(() => drawn.invalidate());
    const release = listen(element, drawn, () => latest.current);
    return () => {
      surface.current = null;
      release();
      stop();
      drawn.dispose();
    };
  }, []);
  useLayoutEffect(() => surface.current?.drawAhead(), [props.content]);
  return <canvas ref={canvas} class="picture" role="img" aria-label={props.label} />;
}

function listen(element: HTMLCanvasElement, surface: Surface, props: () => PictureViewProps): () => void {
  let drag: { x: number; y: number; moved: number } | null = null;
  const down = (event: PointerEvent) => {
    drag = { x: event.clientX, y: event.clientY, moved: 0 };
    element.setPointerCapture(event.pointerId);
    const { left, top } = element.getBoundingClientRect();
    props().onPress?.(event.clientX - left, event.clientY - top);
  };
  const move = (event: PointerEvent) => {
    const { onDrag, onHit } = props();
    const hit = surface.hit(event.clientX, event.clientY);
    element.classList.toggle('over-target', hit !== null && onHit !== undefined);
    if (!drag) {
      onHit?.(hit, 'hover');
      return;
    }
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    drag = { x: event.clientX, y: event.clientY, moved: drag.moved + Math.hypot(dx, dy) };
    if (drag.moved > clickSlack && onDrag) {
      onDrag(dx, dy);
      surface.invalidate();
    }
  };
  const up = (event: PointerEvent) => {
    if (drag && drag.moved <= clickSlack) props().onHit?.(surface.hit(event.clientX, event.clientY), 'click');
    drag = null;
  };
  const cancel = () => (drag = null);
  const open = (event: MouseEvent) => props().onHit?.(surface.hit(event.clientX, event.clientY), 'open');
  const leave = () => props().onHit?.(null, 'hover');
  const over = (event: DragEvent) => props().onHit?.(surface.hit(event.clientX, event.clientY), 'drag');
  const out = () => props().onHit?.(null, 'drag');
  const wheel = (event: WheelEvent) => {
    const { onWheel } = props();
    if (!onWheel) return;
    event.preventDefault();
    const { left, top } = element.getBoundingClientRect();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    onWheel({
      dx: event.deltaX * unit,
      dy: event.deltaY * unit,
      zoom: event.ctrlKey || event.metaKey,
      x: event.clientX - left,
      y: event.clientY - top,
    });
    surface.invalidate();
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', cancel);
  element.addEventListener('pointerleave', leave);
  element.addEventListener('dblclick', open);
  element.addEventListener('dragover', over);
  element.addEventListener('dragleave', out);
  element.addEventListener('wheel', wheel, { passive: false });
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', cancel);
    element.removeEventListener('pointerleave', leave);
    element.removeEventListener('dblclick', open);
    element.removeEventListener('dragover', over);
    element.removeEventListener('dragleave', out);
    element.removeEventListener('wheel', wheel);
  };
}
