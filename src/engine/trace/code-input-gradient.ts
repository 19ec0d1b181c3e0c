import { withoutOverhang } from '../geometry/axis.ts';
import { threeAxes } from '../geometry/window.ts';
import { cutWithin, type Sides } from './code-slices.ts';
import { compareStage, lastPlane } from './compare-stages.ts';
import { labelOf } from './cut.ts';
import { forgetTail, isMade } from './faults.ts';
import { formulaStages, type BackwardRequest } from './formula-stages.ts';
import type { Facts, Stage } from './lesson.ts';

/** dX by the formula, or what a transposed convolution makes of X by it; without the tail's zeros, if they are forgotten. */
export function inputGradientCode(
  facts: Facts,
  backward: BackwardRequest,
  right: readonly Stage[],
  sides: Sides,
): Stage[] {
  if (!isMade(facts, 'tail')) return [...right];
  const axes = backward.axes.map(forgetTail);
  const told = cutWithin(backward, threeAxes(axes)[0].inputSize, sides);
  const { target } = backward.names;
  const label = labelOf(told.labels, target);
  const shape = [...label.shape.slice(0, 2), ...axes.map(({ inputSize }) => inputSize)];
  const made = formulaStages({ ...told, axes, labels: { ...told.labels, [target]: { ...label, shape } } });
  const [wrong, whole] = [lastPlane(made), lastPlane(told === backward ? right : formulaStages(told))];
  return [...made, ...(wrong && whole ? [compareStage(wrong, whole)] : [])];
}

/** NumPy stops at the sum of the inner convolution and its bias. */
export function untilBias(stages: readonly Stage[], facts: Facts): Stage[] {
  const { samples, inChannels, outChannels } = facts;
  const sizes = facts.axes.map((axis) => {
    const { inputSize, padding } = withoutOverhang(isMade(facts, 'tail') ? forgetTail(axis) : axis);
    return padding.before + inputSize + padding.after;
  });
  return stages.slice(0, stages.findIndex(({ id }) => id === 'sweep') + 1).map((stage): Stage => {
    if (stage.id !== 'sweep') return stage;
    const [bordered, rotated] = stage.planes;
    return {
      ...stage,
      planes: [bordered, rotated].filter((plane) => plane !== undefined),
      motion: null,
      failure: { kind: 'broadcast', left: [samples, ...sizes, inChannels], right: [outChannels] },
    };
  });
}
