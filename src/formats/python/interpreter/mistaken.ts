import type { ProblemCode, Repair } from '../../../model/problems/problem.ts';
import { textIn } from '../../../model/text/text-in.ts';
import type { Text } from '../../../model/text/text.ts';
import type { Place } from './atoms.ts';
import type { Machine } from './machine.ts';
import type { Site } from './values.ts';

interface Mistake {
  readonly code?: ProblemCode;
  readonly message: Text;
  readonly place?: Place | null;
  readonly repairs?: readonly Repair<Text>[];
}

/**
 * Says that Python or PyTorch refuses what is done here, where that surely happens: under no unknown condition, and with
 * nothing around it that handles exceptions.
 */
export function reportMistake(
  vm: Machine,
  { code = 'invalid-value', message, place = vm.place, repairs = [] }: Mistake,
): void {
  if (vm.isSure) vm.hooks.report({ code, message, place, repairs });
}

/** The same, where nothing comes out of it: what it would have given is unknown. */
export function mistaken(vm: Machine, mistake: Mistake): never {
  reportMistake(vm, mistake);
  return vm.raise('TypeError', textIn(null, mistake.message));
}

/** Where a call stands. */
export const callPlace = (site: Site | null): Place | null =>
  site && { file: site.file, start: site.call.start, end: site.call.end };
