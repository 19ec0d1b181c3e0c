import type { Disposable } from '../../src/util/disposable.ts';
import type { Scene } from '../../src/scene/draw-list.ts';
import { hitAt, type Hit } from '../../src/scene/hit-test.ts';
import { currentTheme, watchTheme } from '../theme/theme.ts';
import { Painter, type Camera } from './painter.ts';

/** What a surface shows: asked for once a frame while something changes. */
export interface Picture {
  /** The scene for a view of this size. */
  scene(width: number, height: number): Scene;
  camera(): Camera;
  /** Called before each frame with the milliseconds since the last; true: another frame is needed. */
  tick(elapsed: number): boolean;
}

/**
 * A canvas that fills its element, sharp at every pixel ratio, with one animation frame loop that runs only while
 * there is something to draw.
 */
export class Surface implements Disposable {
  readonly #canvas: HTMLCanvasElement;
  readonly #picture: Picture;
  readonly #resize: ResizeObserver;
  readonly #theme: Disposable;
  #painter: Painter;
  #frame = 0;
  #last = 0;
  /** What is painted. */
  #scene: Scene | null = null;
  #camera: Camera | null = null;
  #width = 0;
  #height = 0;

  constructor(canvas: HTMLCanvasElement, picture: Picture) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This webview has no canvas.');
    this.#canvas = canvas;
    this.#picture = picture;
    this.#painter = new Painter(context, currentTheme());
    this.#theme = watchTheme(() => {
      this.#painter = new Painter(context, currentTheme());
      this.#camera = null;
      this.invalidate();
    });
    this.#resize = new ResizeObserver(() => this.#measure());
    // Also told when the window goes to a screen with other pixels.
    this.#resize.observe(canvas, { box: 'device-pixel-content-box' });
    this.#measure();
  }

  get size(): { readonly width: number; readonly height: number } {
    return { width: this.#width, height: this.#height };
  }

  /** Draws again on the next frame. */
  invalidate(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame((now) => this.#draw(now));
  }

  /**
   * Draws now what the next frame is to show. A frame comes some milliseconds after it was asked for, and VS Code draws
   * the editor's lines in the same one: what was drawn meanwhile does not make it longer.
   */
  drawAhead(): void {
    this.invalidate();
    this.#paint();
  }

  /** What lies at a place of the view, the last drawn first. */
  hit(clientX: number, clientY: number): Hit | null {
    const { left, top } = this.#canvas.getBoundingClientRect();
    const camera = this.#picture.camera();
    const x = (clientX - left - camera.x) / camera.zoom;
    const y = (clientY - top - camera.y) / camera.zoom;
    return hitAt(this.#scene?.hits ?? [], x, y);
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = -1;
    this.#resize.disconnect();
    this.#theme.dispose();
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.#canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    const ratio = window.devicePixelRatio;
    [this.#width, this.#height] = [clientWidth, clientHeight];
    this.#canvas.width = Math.round(clientWidth * ratio);
    this.#canvas.height = Math.round(clientHeight * ratio);
    // A resized canvas is empty: it is drawn before the browser shows it.
    this.#camera = null;
    this.#paint();
  }

  #draw(now: number): void {
    this.#frame = 0;
    const elapsed = this.#last === 0 ? 0 : Math.min(100, now - this.#last);
    const more = this.#picture.tick(elapsed);
    this.#paint();
    this.#last = more ? now : 0;
    if (more) this.invalidate();
  }

  /** A picture that is the same, and stands where it stood, is there already. */
  #paint(): void {
    if (this.#width === 0) return;
    const scene = this.#picture.scene(this.#width, this.#height);
    const camera = this.#picture.camera();
    if (this.#scene === scene && this.#camera === camera) return;
    this.#scene = scene;
    this.#camera = camera;
    this.#painter.paint(scene.marks, this.#width, this.#height, window.devicePixelRatio, camera);
    // When the first picture was there, for the benchmark: it compares with another page, so since the epoch.
    if (scene.marks.length > 0)
      this.#canvas.dataset['painted'] ??= String(performance.timeOrigin + performance.now());
  }
}
