import { customLayer } from '../../model/rules/custom-layer.ts';
import { closestWord } from '../../util/closest.ts';
import type { Span } from '../../util/span.ts';
import { unsized, type Layer, type LayerContext } from './layers/layer.ts';
import { knownTypes, ruleOf } from './layers/rules.ts';
import { messageFields } from './message-fields.ts';
import { shortened } from '../../util/shortened.ts';
import { said } from '../../model/text/text.ts';

/** What a layer does; one of unknown type, or without what its rule needs, has unknown outputs. */
export function layerOf(context: LayerContext, title: Span): Layer {
  const { type, reader, topCount } = context;
  const outputs = Math.max(1, topCount);
  if (type === '') {
    reader.problem('missing-field', 'error', 'A layer needs a `type`, such as "Convolution".', title);
    return unsized(outputs);
  }
  const rule = ruleOf(type);
  if (!rule) {
    const meant = closestWord(type, knownTypes());
    const operation = {
      kind: 'unknown',
      outputs,
      ...(meant === null ? {} : { meant: `"${meant}"` }),
    } as const;
    const custom = customLayer(type, context.rules, () => messageFields(reader.message));
    return { operation: custom ?? operation, rank: null, tops: 'each' };
  }
  // A Parameter is what it learns: it reads nothing.
  if (context.bottoms.length === 0 && type !== 'Parameter') {
    const message = said('{0} needs a `bottom`: the blob that it reads.', shortened(type));
    reader.problem('missing-field', 'error', message, title);
    return { ...unsized(outputs), inputs: [null] };
  }
  return rule(context);
}
