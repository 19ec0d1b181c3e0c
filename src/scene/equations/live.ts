import type { Stage } from '../../engine/trace/lesson.ts';
import { isLetter, partsOf } from '../layer/letter-parts.ts';
import type { MathNode } from './math-node.ts';

/** An equation whose letters are lit together with the picture: those that stand for something that it shows, no others. */
export function live(math: MathNode, stage: Stage, step: number): MathNode {
  const within = (part: MathNode): MathNode => live(part, stage, step);
  switch (math.kind) {
    case 'name': {
      const { kind, text, tensor } = math;
      if (tensor) return stage.planes.some((plane) => plane.tensor === tensor) ? math : { kind, text };
      return isLetter(text) && partsOf(stage, step, text).length > 0 ? { kind, text, letter: text } : math;
    }
    case 'row':
      return { ...math, parts: math.parts.map(within) };
    case 'sub':
      return { ...math, base: within(math.base), below: within(math.below) };
    case 'sup':
      return { ...math, base: within(math.base), above: within(math.above) };
    case 'fraction':
      return { ...math, over: within(math.over), under: within(math.under) };
    case 'floor':
    case 'ceiling':
      return { ...math, body: within(math.body) };
    case 'under':
      return { ...math, base: within(math.base), below: within(math.below) };
    case 'number':
    case 'operator':
      return math;
  }
}
