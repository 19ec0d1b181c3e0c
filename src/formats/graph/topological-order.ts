/** An input on the way round a cycle: number `input` of element `element`. */
export interface Step {
  readonly element: number;
  readonly input: number;
}

export interface TopologicalOrder {
  /** Places in the list, each after its inputs; all of them where there is no cycle. */
  readonly order: readonly number[];
  /** The first cycle; null where there is none, or where cycles are cut. */
  readonly cycle: readonly Step[] | null;
}

const waiting = 1;
const done = 2;

/**
 * Puts elements behind their inputs, and otherwise keeps their order. `inputsOf` gives the inputs of an element as
 * places in the list, null where one is unknown. Where `cut` is given, an input that closes a cycle is handed to it
 * and not followed. Without recursion: a chain may be as long as the file.
 */
export function topologicalOrder(
  count: number,
  inputsOf: (element: number) => readonly (number | null)[],
  cut?: (step: Step) => void,
): TopologicalOrder {
  const order: number[] = [];
  const state = new Uint8Array(count);
  for (let root = 0; root < count; root++) {
    if (state[root] !== 0) continue;
    state[root] = waiting;
    const stack = [{ element: root, input: -1 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const inputs = inputsOf(top.element);
      top.input++;
      if (top.input >= inputs.length) {
        state[top.element] = done;
        order.push(top.element);
        stack.pop();
        continue;
      }
      const target = inputs[top.input] ?? null;
      if (target === null || state[target] === done) continue;
      if (state[target] === 0) {
        state[target] = waiting;
        stack.push({ element: target, input: -1 });
      } else if (cut !== undefined) {
        cut({ ...top });
      } else {
        return { order, cycle: stack.slice(stack.findIndex(({ element }) => element === target)) };
      }
    }
  }
  return { order, cycle: null };
}
