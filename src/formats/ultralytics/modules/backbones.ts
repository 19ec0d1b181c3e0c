import type { TensorRef } from '../../../model/graph/graph.ts';
import { identity, relu } from '../activation.ts';
import type { ArgumentNames } from '../bound-arguments.ts';
import { hourglassBlock, hourglassStem, repeated, resNetLayer } from '../rules.ts';
import type { Scope } from '../scope.ts';
import { depthwise, repConv } from './convolutions.ts';
import { extended, part, sequence } from './csp-parts.ts';
import { add, cat, conv, half, maxPool, type Act } from './layers.ts';
import { block, type ModuleTable } from './module-spec.ts';
import type { Tensor } from '../flow.ts';

/** One row and one column of zeros at the end (torch.nn.functional.pad). */
function padded(m: Scope, x: Tensor): TensorRef {
  const sides = { before: 0, after: 1 };
  return m.call('pad', { kind: 'pad', sides: [sides, sides], mode: 'zeros', layout: 'channels-first' }, [x]);
}

/** The activation that all HGBlocks share: it is the default of a parameter. */
const hourglassAct: Act = { owner: 'HGBlock', activation: relu };

/** ultralytics/nn/modules/block.py ResNetBlock. */
function resNetBlock(
  m: Scope,
  x: Tensor,
  [c1, c2, e]: readonly [number, number, number],
  s: number,
  sources?: ArgumentNames,
): TensorRef {
  const c3 = e * c2;
  const first = conv(m.sub('cv1'), x, c1, c2, sources && { sources });
  const second = conv(m.sub('cv2'), first, c2, c2, { k: 3, s, p: 1 });
  const third = conv(m.sub('cv3'), second, c2, c3, { act: false });
  const side = m.sub('shortcut');
  const shortcut =
    s !== 1 || c1 !== c3 ? conv(side.sub('0'), x, c1, c3, { s, act: false }) : side.activation(identity, x);
  return m.call('relu', relu.operation, [add(m, third, shortcut)]);
}

/** Backbones of RT-DETR and of the ResNet classifiers (ultralytics/nn/modules/block.py). */
export const backboneModules: ModuleTable = {
  HGStem: block(hourglassStem, 'c1, cm, c2', (m, x, a) => {
    const [cm, c2] = [a.number('cm'), a.number('c2')];
    const first = padded(m, conv(m.sub('stem1'), x, a.number('c1'), cm, { k: 3, s: 2, act: relu }));
    const narrow = conv(m.sub('stem2a'), first, cm, half(cm), { k: 2, p: 0, act: relu });
    const second = conv(m.sub('stem2b'), padded(m, narrow), half(cm), cm, { k: 2, p: 0, act: relu });
    const pooled = maxPool(m.sub('pool'), first, { k: 2, s: 1, ceil: true });
    const third = conv(m.sub('stem3'), cat(m, [pooled, second]), cm * 2, cm, { k: 3, s: 2, act: relu });
    return conv(m.sub('stem4'), third, cm, c2, { act: relu });
  }),
  HGBlock: block(
    hourglassBlock,
    'c1, cm, c2, k=3, n=6, lightconv=False, shortcut=False, act=ReLU',
    (m, x, a) => {
      const [c1, cm, c2, k] = [a.number('c1'), a.number('cm'), a.number('c2'), a.number('k')];
      const light = a.flag('lightconv');
      const n = a.count('n');
      let from = c1;
      const results = extended(m, [x], n, (each, y) => {
        const result = light
          ? lightConv(each, y, from, cm, k)
          : conv(each, y, from, cm, { k, act: hourglassAct });
        from = cm;
        return result;
      });
      const squeezed = conv(m.sub('sc'), cat(m, results), c1 + n * cm, half(c2), { act: hourglassAct });
      const excited = conv(m.sub('ec'), squeezed, half(c2), c2, { act: hourglassAct });
      return a.flag('shortcut') && c1 === c2 ? add(m, excited, x) : excited;
    },
  ),
  ResNetLayer: block(resNetLayer, 'c1, c2, s=1, is_first=False, n=1, e=4', (m, x, a) => {
    const [c1, c2] = [a.number('c1'), a.number('c2')];
    const layers = m.sub('layer');
    const sources = { inChannels: 'c1' };
    if (a.flag('is_first')) {
      const first = conv(layers.sub('0'), x, c1, c2, { k: 7, s: 2, p: 3, sources });
      return maxPool(layers.sub('1'), first, { k: 3, s: 2, p: 1 });
    }
    const [s, e] = [a.number('s'), a.number('e')];
    let isFirst = true;
    // The first block is there even where none is asked for.
    return sequence(layers, x, Math.max(1, a.count('n')), (each, y) => {
      const result = isFirst
        ? resNetBlock(each, y, [c1, c2, e], s, sources)
        : resNetBlock(each, y, [e * c2, c2, e], 1);
      isFirst = false;
      return result;
    });
  }),
  /** Two 1×1 convolutions, RepConvs behind the first, added (block.py RepC3). */
  RepC3: block(repeated, 'c1, c2, n=3, e=1.0', (m, x, a) => {
    const [c1, c2] = [a.number('c1'), a.number('c2')];
    const hidden = part(c2, a.number('e'));
    const first = sequence(m.sub('m'), conv(m.sub('cv1'), x, c1, c2), a.count('n'), (each, y) =>
      repConv(each, y, hidden, hidden),
    );
    const sum = add(m, first, conv(m.sub('cv2'), x, c1, c2));
    return hidden === c2 ? m.sub('cv3').activation(identity, sum) : conv(m.sub('cv3'), sum, hidden, c2);
  }),
};

/** A 1×1 convolution, then a depthwise one (ultralytics/nn/modules/conv.py LightConv). */
function lightConv(m: Scope, x: Tensor, c1: number, c2: number, k: number): TensorRef {
  const first = conv(m.sub('conv1'), x, c1, c2, { act: false });
  return depthwise(m.sub('conv2'), first, c2, c2, { k, act: hourglassAct });
}
