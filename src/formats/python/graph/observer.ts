import type { Kwargs } from '../interpreter/machine.ts';
import type { PyInstance, Site, Value } from '../interpreter/values.ts';

/** What is told of modules outside of a traced model. */
export interface Observer {
  made(instance: PyInstance): void;
  /** A module is called; `forward` runs it. */
  called(
    instance: PyInstance,
    args: readonly Value[],
    kwargs: Kwargs,
    site: Site | null,
    forward: () => Value,
  ): Value;
  /** Arguments of a function that is not read. */
  passed(args: readonly Value[], kwargs: Kwargs, site: Site | null): void;
}
