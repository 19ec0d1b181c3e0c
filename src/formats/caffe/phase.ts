import type { Variant } from '../../model/variant.ts';
import type { MessageReader } from './message-reader.ts';

export type Phase = 'TRAIN' | 'TEST';

/** What decides which layers a net has. */
export interface NetState {
  readonly phase: Phase;
  readonly level: number;
  readonly stages: ReadonlySet<string>;
}

/** The state that a net is read in: the file's own, with the phase that the user asks for. */
export function netState(net: MessageReader, phase: Phase | undefined): NetState {
  const state = net.inner('state');
  return {
    phase: phase ?? phaseOf(state) ?? 'TEST',
    level: state.int('level', 0, -(2 ** 31)).value ?? 0,
    stages: new Set(state.strings('stage').map(({ value }) => value)),
  };
}

function phaseOf(reader: MessageReader): Phase | null {
  const word = reader.word('phase')?.value;
  if (word === 'TRAIN' || word === '0') return 'TRAIN';
  return word === 'TEST' || word === '1' ? 'TEST' : null;
}

/**
 * Whether a layer belongs to a net in that state: no `exclude` is met, or, where there are `include`s, one of them is
 * (BVLC/caffe: src/caffe/net.cpp FilterNet).
 */
export function isIncluded(layer: MessageReader, state: NetState): boolean {
  const includes = layer.innerAll('include');
  if (includes.length > 0) return includes.some((rule) => isMet(rule, state));
  return !layer.innerAll('exclude').some((rule) => isMet(rule, state));
}

/** src/caffe/net.cpp StateMeetsRule. */
function isMet(rule: MessageReader, { phase, level, stages }: NetState): boolean {
  const rulePhase = phaseOf(rule);
  if (rulePhase !== null && rulePhase !== phase) return false;
  const limit = -(2 ** 31);
  if (rule.has('min_level') && level < (rule.int('min_level', 0, limit).value ?? level)) return false;
  if (rule.has('max_level') && level > (rule.int('max_level', 0, limit).value ?? level)) return false;
  if (rule.strings('stage').some(({ value }) => !stages.has(value))) return false;
  return !rule.strings('not_stage').some(({ value }) => stages.has(value));
}

/** The choice between the phases, where layers belong to only one of them. */
export function phaseVariants(
  net: MessageReader,
  layers: readonly MessageReader[],
  phase: Phase,
): readonly Variant[] {
  const differs = layers.some((layer) =>
    [...layer.innerAll('include'), ...layer.innerAll('exclude')].some((rule) => phaseOf(rule) !== null),
  );
  if (!differs) return [];
  const origin = phaseOf(net.inner('state')) === null ? 'default' : 'file';
  return [{ kind: 'phase', options: ['TEST', 'TRAIN'], chosen: phase, origin }];
}
