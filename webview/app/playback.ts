import { standing, type Playhead } from '../../src/scene/layer/playhead.ts';
import { prefersReducedMotion } from '../theme/reduced-motion.ts';
import { advance, atPosition, openingStage, openingStepAt, speeds, stepBy } from './player.ts';
import { lessonOf, type Store } from './state.ts';

/** Plays the lesson that is shown: moves the playhead by hand or with time. */
export class Playback {
  readonly #store: Store;
  /** Keeps the state for a reload. */
  readonly #save: () => void;
  /** Milliseconds since the present step began. */
  #clock = 0;

  constructor(store: Store, save: () => void) {
    this.#store = store;
    this.#save = save;
  }

  /** Another lesson has come: its step begins now. */
  rewindClock(): void {
    this.#clock = 0;
  }

  moveTo(playhead: Playhead, playing = false): void {
    this.#clock = 0;
    this.#store.update({ playhead, playing });
    this.#save();
  }

  showPass(pass: number): void {
    const lesson = lessonOf(this.#store.state);
    if (lesson) this.moveTo(openingStage(lesson, pass));
  }

  /** The picture that a line of code makes. */
  showLine(pass: number, stage: number): void {
    const lesson = lessonOf(this.#store.state);
    this.moveTo(standing(pass, stage, lesson ? openingStepAt(lesson, pass, stage) : 0));
  }

  showStage(stage: number): void {
    const { playhead } = this.#store.state;
    const lesson = lessonOf(this.#store.state);
    const step = lesson ? openingStepAt(lesson, playhead.pass, stage) : 0;
    const next = standing(playhead.pass, stage, step);
    const morphs = stage === playhead.stage + 1 && !prefersReducedMotion();
    this.moveTo(morphs ? { ...next, entry: 0 } : next);
  }

  scrub(position: number): void {
    const { playhead } = this.#store.state;
    const lesson = lessonOf(this.#store.state);
    if (lesson) this.moveTo(atPosition(lesson, playhead.pass, position));
  }

  step(by: 1 | -1): void {
    const lesson = lessonOf(this.#store.state);
    if (!lesson) return;
    const next = stepBy(lesson, this.#store.state.playhead, by);
    this.moveTo(prefersReducedMotion() ? { ...next, entry: 1, travel: 1 } : next);
  }

  play(playing = !this.#store.state.playing): void {
    const lesson = lessonOf(this.#store.state);
    if (!lesson) return;
    const { playhead } = this.#store.state;
    const atEnd = playing && advance(lesson, playhead, 0, 1e9, true).ended && playhead.entry >= 1;
    const last = (lesson.passes[playhead.pass]?.stages.length ?? 1) - 1;
    this.#clock = 0;
    this.#store.update({
      playing,
      ...(atEnd && playhead.stage === last && { playhead: standing(playhead.pass, 0) }),
    });
  }

  setSpeed(by: 1 | -1): void {
    const place = speeds.findIndex((speed) => speed === this.#store.state.speed);
    this.#store.update({ speed: speeds[Math.max(0, Math.min(speeds.length - 1, place + by))] ?? 1 });
    this.#save();
  }

  /** Moves time on; true while something moves. */
  tick(elapsed: number): boolean {
    const { playhead, playing, speed } = this.#store.state;
    const lesson = lessonOf(this.#store.state);
    if (!lesson) return false;
    const moving = playhead.entry < 1 || playhead.travel < 1;
    if (!playing && !moving) return false;
    const next = advance(lesson, playhead, this.#clock, elapsed * speed, prefersReducedMotion());
    this.#clock = next.clock;
    if (!playing && next.playhead.step !== playhead.step) {
      // A single step has arrived.
      this.#store.update({ playhead: { ...playhead, travel: 1 } });
      return false;
    }
    this.#store.update({ playhead: next.playhead, ...(next.ended && { playing: false }) });
    if (next.ended) this.#save();
    return playing ? !next.ended : next.playhead.entry < 1 || next.playhead.travel < 1;
  }
}
