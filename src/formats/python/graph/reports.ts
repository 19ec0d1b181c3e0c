import { sameText } from '../../../model/text/text-in.ts';
import type { Report } from '../interpreter/machine.ts';
import type { Unknown } from '../interpreter/values.ts';

/** Problems of the text that following it has found, each once. */
export class Reports {
  readonly all: Report[] = [];
  /** The first exception that Python may not raise, of those that a forward pass met. */
  doubt: Unknown | null = null;
  /** Those of running the module, which an edit of what it does not run leaves as they are. */
  #ofModule = 0;
  #isSealed = false;
  /** Whether something was reported for all models after that: it is reported once. */
  hasLate = false;

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
    this.all.length = this.#ofModule;
  }

  /** `isOfModel`: of a model that is being watched. */
  add(report: Report, isOfModel: boolean): void {
    const { place } = report;
    if (this.#isSealed && !isOfModel) this.hasLate = true;
    const known = this.all.some(
      (each) =>
        each.code === report.code &&
        sameText(each.message, report.message) &&
        each.place?.file === place?.file &&
        each.place?.start === place?.start,
    );
    if (!known) this.all.push(report);
  }

  /** Runs something that is only tried out: what it reports is dropped, but for what is so whatever the input is. */
  without<T>(run: () => T): T {
    const count = this.all.length;
    try {
      return run();
    } finally {
      this.all.push(...this.all.splice(count).filter(({ isOfText }) => isOfText === true));
    }
  }
}
