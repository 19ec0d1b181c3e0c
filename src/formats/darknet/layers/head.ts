import type { Value } from '../../../model/graph/operation.ts';
import type { Read } from '../section-reader.ts';
import { after, fieldsOf, type Layer, type LayerContext } from './layer.ts';

/** Every mask of `mask=`, or `num` boxes, of 4 coordinates, an objectness and the classes (src/yolo_layer.c). */
export function yolo(context: LayerContext): Layer {
  return boxes(context, 5);
}

/** The same with 4 variances (AlexeyAB/darknet: src/gaussian_yolo_layer.c). */
export function gaussianYolo(context: LayerContext): Layer {
  return boxes(context, 9);
}

function boxes(context: LayerContext, extra: number): Layer {
  const { reader } = context;
  const classes = reader.int('classes', 20, { min: 0 });
  const num = reader.int('num', 1, { min: 1 });
  const mask = reader.find('mask');
  const anchors: Read = mask ? { value: reader.listLength('mask'), source: { span: mask.valueSpan } } : num;
  return head(context, anchors, classes, extra);
}

/** `num` boxes of `coords` coordinates, an objectness and the classes (pjreddie/darknet: src/region_layer.c). */
export function region(context: LayerContext): Layer {
  const { reader } = context;
  const coords = reader.int('coords', 4, { min: 0 }).value;
  const classes = reader.int('classes', 20, { min: 0 });
  const num = reader.int('num', 1, { min: 1 });
  return head(context, num, classes, coords === null ? null : coords + 1);
}

/** One box of `classes` and `ids` values (pjreddie/darknet: src/iseg_layer.c). */
export function iseg(context: LayerContext): Layer {
  const ids = context.reader.int('ids', 32, { min: 0 }).value;
  const classes = context.reader.int('classes', 20, { min: 0 });
  return head(context, { value: 1 }, classes, ids);
}

function head(context: LayerContext, anchors: Read, classes: Read, extra: Value): Layer {
  const known = classes.value !== null && extra !== null;
  return after(
    context,
    {
      kind: 'detection-head',
      anchors: anchors.value,
      valuesPerAnchor: known ? classes.value + extra : null,
      formula: known ? `${classes.value} classes + ${extra}` : '',
    },
    fieldsOf({ classes, outChannels: anchors }),
  );
}

/** YOLO v1: side²·((1 + coords)·num + classes) values in all (pjreddie/darknet: src/detection_layer.c asserts it). */
export function detection(context: LayerContext): Layer {
  const { reader } = context;
  const coords = reader.int('coords', 1, { min: 0 });
  const classes = reader.int('classes', 1, { min: 0 });
  const num = reader.int('num', 1, { min: 0 });
  const side = reader.int('side', 7, { min: 1 });
  const all = [coords.value, classes.value, num.value, side.value];
  const [c, k, n, s] = all.every((value) => value !== null) ? all : [];
  const perCell = c === undefined || k === undefined || n === undefined ? null : (1 + c) * n + k;
  const cells = s === undefined ? null : s * s;
  return after(
    context,
    {
      kind: 'detection-head',
      anchors: cells,
      valuesPerAnchor: perCell,
      formula: perCell === null ? '' : `(1 + ${c})·${n} + ${k}`,
      flat: cells === null || perCell === null ? null : cells * perCell,
    },
    fieldsOf({ classes }),
  );
}
