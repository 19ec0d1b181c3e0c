import type { Report } from '../interpreter/machine.ts';

/** Problems of the text that following it has found, each once. */
export class Reports {
  readonly all: Report[] = [];

  add(report: Report): void {
    const { place } = report;
    const known = this.all.some(
      (each) =>
        each.code === report.code && each.message === report.message && each.place?.start === place?.start,
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
