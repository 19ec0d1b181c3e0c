import { textIn } from '../../../model/text/text-in.ts';
import type { Report } from '../interpreter/machine.ts';
import type { Unknown } from '../interpreter/values.ts';

/** Problems of the text that following it has found, each once. */
export class Reports {
  readonly #all: Report[] = [];
  /** What each of them says, and where; null after some were dropped. */
  #said: Set<string> | null = null;
  /** The first exception that Python may not raise, of those that a forward pass met. */
  doubt: Unknown | null = null;
  /** Those of running the module, which an edit of what it does not run leaves as they are. */
  #ofModule = 0;
  #isSealed = false;
  /** Whether something was reported for all models after that: it is reported once. */
  hasLate = false;

  get all(): readonly Report[] {
    return this.#all;
  }

  forgetDoubt(): void {
    this.doubt = null;
  }

  /** The module has run. */
  seal(): void {
    this.#ofModule = this.all.length;
    this.#isSealed = true;
  }

  /** Another version of the file is read whose module need not run. */
  reopen(): void {
    this.dropFrom(this.#ofModule);
  }

  /** Those that came after the first `count`, which it gives back. */
  dropFrom(count: number): readonly Report[] {
    if (count >= this.#all.length) return [];
    this.#said = null;
    return this.#all.splice(count);
  }

  /** `isOfModel`: of a model that is being watched. */
  add(report: Report, isOfModel: boolean): void {
    if (this.#isSealed && !isOfModel) this.hasLate = true;
    this.#said ??= new Set(this.#all.map(saying));
    const said = saying(report);
    if (this.#said.has(said)) return;
    this.#said.add(said);
    this.#all.push(report);
  }

  /** Runs something that is only tried out: what it reports is dropped, but for what is so whatever the input is. */
  without<T>(run: () => T): T {
    const count = this.#all.length;
    try {
      return run();
    } finally {
      for (const report of this.dropFrom(count)) if (report.isOfText === true) this.#all.push(report);
    }
  }
}

/** What a report says, and where: of two that are alike the first is kept. */
const saying = ({ code, message, place }: Report): string =>
  `${code} ${place?.file.path ?? ''} ${place?.start ?? ''} ${textIn(null, message)}`;
