import type { TextProblem } from '../../../model/problems/problem.ts';
import { said } from '../../../model/text/text.ts';
import { isSameFile, spanIn } from '../graph/source.ts';
import type { PyInstance, Site } from '../interpreter/values.ts';
import type { Session } from '../session.ts';
import { parameterTotal } from '../torch/module.ts';

/** Ways to give a layer weights of one's own: it need not learn any. */
const ownWeights = /\.weight\b|\.data\b|requires_grad|no_grad|load_state_dict|\bparameters\s*\(/;

/**
 * Layers with parameters that a forward pass builds for itself: each call begins with new random weights, which nothing
 * trains or saves. `registered` are the modules of the model, those that the pass has set included.
 */
export function builtInForward(
  session: Session,
  entered: ReadonlySet<PyInstance>,
  registered: ReadonlySet<PyInstance>,
): TextProblem[] {
  const { file } = session;
  const found = new Map<Site['call'], TextProblem>();
  for (const layer of entered) {
    const { site } = layer;
    if (registered.has(layer) || !site || !isSameFile(file, site.file) || found.has(site.call)) continue;
    const { start, end } = site.call;
    // A part of what is built there is built with it.
    if (!isForwards(site) || [...found.keys()].some((call) => call.start <= start && end <= call.end))
      continue;
    const parameters = parameterTotal(layer);
    if (parameters === null || parameters === 0) continue;
    found.set(site.call, {
      code: 'unregistered-layer',
      severity: 'warning',
      message: said(
        'The layer is built anew at each call of forward: its {0} parameters are neither trained nor saved. Build it in __init__.',
        parameters,
      ),
      span: spanIn(file, site.file, start, end),
      related: [],
    });
  }
  if (found.size > 0) session.vm.reads.spoil();
  return [...found.values()];
}

/** Whether a forward pass, or what it calls, builds something there, and leaves its weights as they are. */
function isForwards({ file, caller }: Site): boolean {
  const builder = caller?.callee;
  // What a constructor builds belongs to what is constructed.
  if (!builder || builder.name === '__init__') return false;
  const { start, end } = builder.definition;
  if (ownWeights.test(file.text.slice(start, end))) return false;
  for (let each: Site['caller'] = caller; each; each = each.site?.caller ?? null)
    if (each.callee.owner !== null && each.callee.name === 'forward') return true;
  return false;
}
