import { darknetFormat } from '../../../src/formats/darknet/darknet.ts';
import { darknetConfig } from '../../bench/configs.ts';
import type { FuzzedFormat } from '../fuzzed-format.ts';
import { firstChangedLine } from '../kept-layers.ts';
import { corpusSources, exampleSources, textSource } from '../sources.ts';

/**
 * Sections follow each other, and each reads only those before it. A section ends where the next one begins: a layer
 * is untouched where the line `[…]` of another one stands before the first line that changed.
 */
export const fuzzedDarknet: FuzzedFormat = {
  name: 'darknet',
  create: () => [darknetFormat()],
  sources: () => [
    ...exampleSources(/\.cfg$/),
    ...corpusSources('darknet', /\.cfg$/),
    textSource('generated.cfg', darknetConfig(200)),
  ],
  words:
    'net convolutional maxpool route shortcut yolo region upsample reorg avgpool connected dropout softmax lstm crnn [yolo] [net] [route] width height channels batch filters size stride pad padding groups layers from activation classes num mask anchors coords classes=-1 layers=-1 from=-99 dilation antialiasing reverse output'.split(
      ' ',
    ),
  untouched: (change, before) => {
    const changed = firstChangedLine(change);
    const starts = (before.models[0]?.layers ?? []).map(({ source }) => source.title);
    const last = starts.findLast(({ end }) => end < changed)?.start ?? 0;
    return ({ source }) => source.title.start < last;
  },
};
