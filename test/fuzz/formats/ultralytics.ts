import { ultralyticsFormat } from '../../../src/formats/ultralytics/ultralytics.ts';
import { detrModels } from '../../support/ultralytics/detr.ts';
import { ultralyticsText } from '../../support/ultralytics/source.ts';
import { v10Models } from '../../support/ultralytics/v10.ts';
import { v11Models, v12Models } from '../../support/ultralytics/v11.ts';
import { v8Models } from '../../support/ultralytics/v8.ts';
import { v9Models } from '../../support/ultralytics/v9.ts';
import { v26Models } from '../../support/ultralytics/v26.ts';
import { nothing, type FuzzedFormat } from '../fuzzed-format.ts';
import { changedTexts, firstChangedLine } from '../kept-layers.ts';
import { corpusSources, textSource } from '../sources.ts';

/** What holds for all rows wherever it stands, and what ends or merges a document. */
const ofTheModel =
  /^[\s{,]*["']?(?:nc|ch|reg_max|end2end|depth_multiple|width_multiple|scales?|anchors|activation|kpt_shape|backbone|<<)["']?\s*:|^(?:---|\.\.\.)/m;

/**
 * A row reads rows before it and ends where the next one begins: its layers are untouched where another row begins
 * on a line before the first one that changed, unless keys of the whole model are among what changed, or a key now
 * stands twice.
 */
export const fuzzedUltralytics: FuzzedFormat = {
  name: 'ultralytics',
  create: () => [ultralyticsFormat()],
  sources: () => [
    ...corpusSources('yolov5', /\.ya?ml$/),
    ...[...v8Models, ...v9Models, ...v10Models, ...v11Models, ...v12Models, ...v26Models, ...detrModels].map(
      ({ name, source }) => textSource(`${name}.yaml`, ultralyticsText(source)),
    ),
  ],
  words:
    'nc depth_multiple width_multiple scales backbone head anchors Conv C3 C2f C3k2 SPPF Concat Detect Segment nn.Upsample None True False nearest nc] [-1, [[-1,6], 1e9 "Conv" lambda RepC3 HGStem AIFI Classify [17,20,23]'.split(
      ' ',
    ),
  untouched: (change, before, after) => {
    if (changedTexts(change).some((text) => ofTheModel.test(text))) return nothing;
    if (after.problems.some(({ code }) => code === 'duplicate-key')) return nothing;
    const changed = firstChangedLine(change);
    const rows = before.models.flatMap(({ layers }) => layers).map(({ source }) => source.title);
    const last = Math.max(0, ...rows.filter(({ end }) => end < changed).map(({ start }) => start));
    return ({ source }) => source.title.start < last;
  },
};
