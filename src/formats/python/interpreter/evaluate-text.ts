import { parseSource } from '../syntax/parse.ts';
import type { Evaluator } from './machine.ts';
import type { Site, Value } from './values.ts';

/** Nobody writes longer expressions into a text. */
const longest = 2000;

/** What `eval` gives: the value of an expression, with the names that are known where it is called. */
export function evaluateText(vm: Evaluator, text: string, site: Site | null): Value {
  const { frame } = vm;
  const file = parseSource('<eval>', text.slice(0, longest).trim(), null);
  const [statement, ...more] = file.module.body;
  const isRead = text.length <= longest && file.intact?.tree === file.tree;
  if (!frame || !isRead || more.length > 0 || statement?.kind !== 'expression')
    return vm.unknown('code that is made when the program runs');
  const { value } = statement;
  vm.enterCall();
  try {
    return vm.within({ ...frame, file, site }, () => vm.evaluate(value));
  } finally {
    vm.leaveCall();
  }
}
