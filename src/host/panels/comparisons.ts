import { basename } from 'node:path/posix';
import type { Variant } from '../../model/variant.ts';
import type { AnalysisWorker, Choices } from '../../protocol/analysis.ts';
import type { NetworkView } from '../../scene/network/view.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import type { Committed, HeadAbsence } from './committed-text.ts';

/** The model that others are compared with. */
export interface Compared {
  readonly uri: string;
  /** A name, to recognise the format by. */
  readonly path: string;
  readonly version: number;
  readonly model: number;
  /** Names of all models of the file. */
  readonly models: readonly string[];
  /** Null for a binary file. */
  readonly text: string | null;
  readonly choices: Choices;
  readonly variants: readonly Variant[];
}

export interface Comparable {
  readonly kind: 'head' | 'model' | 'scale' | 'phase';
  readonly label: string;
  /** Null where there is no network. */
  readonly network: () => Promise<NetworkView | null>;
  /** Why it cannot be compared with. */
  readonly absent?: HeadAbsence;
}

/** What a model can be compared with: the committed text, the file's other models, its other scales and phases. */
export async function comparables(
  worker: WorkerClient<AnalysisWorker>,
  compared: Compared,
  committed: () => Promise<Committed>,
): Promise<readonly Comparable[]> {
  const { uri, version, model, models, text, variants, choices } = compared;
  const atHead = await committed();
  const head: Comparable = {
    kind: 'head',
    label: 'HEAD',
    ...(atHead.kind === 'text'
      ? { network: () => networkOf(worker, compared, atHead.text) }
      : { network: () => Promise.resolve(null), absent: atHead.reason }),
  };
  const others = models.flatMap((label, place): Comparable[] =>
    place === model
      ? []
      : [{ kind: 'model', label, network: () => worker.call('network', { uri, version, model: place }) }],
  );
  const read = (label: string, chosen: Partial<Choices>) => () =>
    networkOf(worker, { ...compared, choices: { ...choices, ...chosen } }, text ?? '', label);
  const scales = optionsOf(variants, 'scale').map((label): Comparable => ({
    kind: 'scale',
    label,
    network: read(label, { scale: label }),
  }));
  const phases = optionsOf(variants, 'phase').flatMap((label): Comparable[] =>
    label === 'TRAIN' || label === 'TEST'
      ? [{ kind: 'phase', label, network: read(label, { phase: label }) }]
      : [],
  );
  return [head, ...others, ...(text === null ? [] : [...scales, ...phases])];
}

const optionsOf = (variants: readonly Variant[], kind: Variant['kind']): readonly string[] =>
  variants.flatMap((variant) =>
    variant.kind === kind ? variant.options.filter((option) => option !== variant.chosen) : [],
  );

/** The model of the same name in a text that no editor shows, else its first; read with the same choices. */
export async function networkOf(
  worker: WorkerClient<AnalysisWorker>,
  { path, choices, models, model }: Pick<Compared, 'path' | 'choices' | 'models' | 'model'>,
  text: string,
  what = '',
): Promise<NetworkView | null> {
  const of = { uri: `compared:${what}${basename(path)}`, version: 1 };
  const content = { kind: 'text', text } as const;
  const answer = await worker.call('analyze', { ...of, path, content, choices, severities: {} });
  if (answer.kind !== 'analysis' || answer.models.length === 0) return null;
  const same = answer.models.findIndex(({ name }) => name === models[model]);
  const network = await worker.call('network', { ...of, model: Math.max(0, same) });
  await worker.call('forget', { uri: of.uri });
  return network;
}
