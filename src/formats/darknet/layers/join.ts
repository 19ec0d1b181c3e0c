import { fusedActivation } from './activation.ts';
import type { SectionReader } from '../section-reader.ts';
import { after, unsized, type Layer, type LayerContext } from './layer.ts';
import { said } from '../../../model/text/text.ts';

/**
 * The channels of layers of one size, one after the other; `groups` and `group_id` take one part of each
 * (AlexeyAB/darknet: src/parser.c parse_route, src/route_layer.c).
 */
export function route(context: LayerContext): Layer {
  const { reader, references } = context;
  const layers = references.list(reader, 'layers');
  const groups = reader.int('groups', 1, { min: 1 });
  const id = reader.int('group_id', 0, { min: 0 });
  const from = reader.find('layers');
  const axes = layers.map(({ span }) => span);
  const fields = {
    ...(from ? { from: { span: from.valueSpan, axes } } : {}),
    ...(groups.source ? { groups: groups.source } : {}),
  };
  const inputs = layers.length === 0 ? [null] : layers.map(({ tensor }) => tensor);
  if (groups.value === null || id.value === null) {
    return { operation: unsized, inputs, fields };
  }
  if (id.value >= groups.value) {
    const message = said(
      '`group_id` counts from 0: with groups={0} the last one is {1}.',
      groups.value,
      groups.value - 1,
    );
    reader.problem('invalid-value', 'error', message, id.source?.span ?? reader.section.title);
  }
  const part = groups.value === 1 ? {} : { part: { index: id.value, of: groups.value } };
  return { operation: { kind: 'concat', axis: 1, ...part }, inputs, fields };
}

/** What `weights_type` and `weights_normalization` may be; AlexeyAB's darknet stops at anything else (src/parser.c parse_shortcut). */
const weightsTypes = new Set(['none', 'per_feature', 'per_layer', 'per_channel']);
const normalizations = new Set(['relu', 'avg_relu', 'softmax']);

function checkWeights(reader: SectionReader, weights: string | null): void {
  const at = (key: string) => reader.find(key)?.valueSpan ?? reader.section.title;
  if (weights !== null && !weightsTypes.has(weights)) {
    const message = '`weights_type` is none, per_feature or per_channel; darknet stops at anything else.';
    reader.problem('invalid-value', 'error', message, at('weights_type'));
  } else if (weights !== null && weights !== 'none') {
    const normalization = reader.word('weights_normalization');
    if (normalization !== null && normalizations.has(normalization)) return;
    const message =
      'With `weights_type` darknet needs `weights_normalization=relu` or `softmax`, and stops without it.';
    const code = normalization === null ? 'missing-field' : 'invalid-value';
    reader.problem(
      code,
      'error',
      message,
      at(normalization === null ? 'weights_type' : 'weights_normalization'),
    );
  }
}

/** The layer before, plus others; the result is as the layer before (src/shortcut_layer.c). */
export function shortcut(context: LayerContext): Layer {
  const { reader } = context;
  const layers = context.references.list(reader, 'from');
  const from = reader.find('from');
  const weights = reader.word('weights_type');
  checkWeights(reader, weights);
  const learned =
    weights === 'per_feature' || weights === 'per_layer'
      ? 'per-input'
      : weights === 'per_channel'
        ? 'per-channel'
        : null;
  return {
    operation: {
      kind: 'combine',
      name: 'add',
      broadcast: 'as-first',
      ...fusedActivation(reader, 'linear'),
      ...(learned ? { learned } : {}),
    },
    inputs: [context.previous, ...layers.map(({ tensor }) => tensor)],
    fields: from ? { from: { span: from.valueSpan, axes: layers.map(({ span }) => span) } } : {},
  };
}

/**
 * The layer named by `from` times the layer before, which has one value per channel or, with `scale_wh`, one per
 * position (AlexeyAB/darknet: src/scale_channels_layer.c).
 */
export function scaleChannels(context: LayerContext): Layer {
  return scaledBy(context, context.reader.flag('scale_wh') ? 'spatial' : 'channels');
}

/** Two layers of one shape, multiplied (AlexeyAB/darknet: src/sam_layer.c). */
export function sam(context: LayerContext): Layer {
  return scaledBy(context, 'none');
}

function scaledBy(context: LayerContext, broadcast: 'channels' | 'spatial' | 'none'): Layer {
  const { reader } = context;
  const [reference] = context.references.list(reader, 'from');
  const from = reader.find('from');
  return {
    operation: { kind: 'combine', name: 'multiply', broadcast, ...fusedActivation(reader, 'linear') },
    inputs: [reference?.tensor ?? null, context.previous],
    fields: from ? { from: { span: from.valueSpan } } : {},
  };
}

/** A learned constant of [N, filters, atoms, 1] (AlexeyAB/darknet: src/representation_layer.c). */
export function implicit(context: LayerContext): Layer {
  const { reader } = context;
  const filters = reader.int('filters', 128, { min: 1 }).value;
  const atoms = reader.int('atoms', 1, { min: 1 }).value;
  const params = filters === null || atoms === null ? null : filters * atoms;
  return after(context, { kind: 'derived', dims: [{ from: 0 }, filters, atoms, 1], params, macs: 0 });
}
