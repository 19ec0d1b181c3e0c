import type { Operation } from '../../model/graph/operation.ts';
import type { Problem } from '../../model/problems/problem.ts';
import type { Tree } from '../tree/tree.ts';
import type { ModelConfig } from './config.ts';
import type { WrittenRow } from './graph-writer.ts';
import type { Flow } from './modules/module-spec.ts';
import type { Channels } from './rules.ts';

/** A row after it was read: what it passes on, and with how many channels as the parser counts them. */
export interface Done {
  readonly flow: Flow;
  readonly channels: Channels;
}

/** All that decides what a row builds, within one model. */
export interface RowState {
  readonly tree: Tree;
  /** The number of its first node. */
  readonly base: number;
  readonly sources: readonly Done[];
  /** Channels of the row before. */
  readonly previous: Channels;
  /** Heads are built as those of v3 to v9 were. */
  readonly legacy: boolean;
  readonly sharing: string;
}

/** A row as it was built. */
export interface BuiltRow extends RowState {
  readonly at: number;
  readonly written: WrittenRow;
  /** Offsets count from the row's own part of the text. */
  readonly problems: readonly Problem[];
  readonly done: Done;
}

export function sameState(first: RowState, second: RowState): boolean {
  return (
    first.tree === second.tree &&
    first.base === second.base &&
    first.legacy === second.legacy &&
    first.sharing === second.sharing &&
    Object.is(first.previous, second.previous) &&
    first.sources.length === second.sources.length &&
    first.sources.every((source, place) => source === second.sources[place])
  );
}

export function sameDone(first: Done, second: Done): boolean {
  return (
    Object.is(first.channels, second.channels) &&
    first.flow.length === second.flow.length &&
    first.flow.every((tensor, place) => {
      const other = second.flow[place] ?? null;
      return tensor?.node === other?.node && tensor?.output === other?.output;
    })
  );
}

/** A model as it was built last: row by row, null where a row cannot be taken over. */
export interface BuiltModel {
  /** What the rows have in common. */
  readonly common: string;
  readonly rows: readonly (BuiltRow | null)[];
  /** What its layers compute, by what they say about it. */
  readonly operations: Map<string, Operation>;
  /** The image, as rows know it. */
  readonly image: Done;
}

/** Models that are kept: those that are edited by turns. */
const mostModels = 8;

/** The models that were built lately, by the paths of their files. */
export class BuiltModels {
  readonly #models = new Map<string, BuiltModel>();

  /** The last one of that file; empty where what all rows have in common has changed. */
  of(path: string, config: ModelConfig, epsilon: number): BuiltModel {
    const common = commonKey(config, epsilon);
    const known = this.#models.get(path);
    if (known?.common === common) return known;
    const image = { flow: [{ node: 0, output: 0 }], channels: config.imageChannels };
    return { common, rows: [], operations: new Map(), image };
  }

  keep(path: string, model: BuiltModel): void {
    this.#models.delete(path);
    this.#models.set(path, model);
    if (this.#models.size <= mostModels) return;
    for (const oldest of this.#models.keys()) {
      this.#models.delete(oldest);
      return;
    }
  }
}

function commonKey({ scales: _, values, ...config }: ModelConfig, epsilon: number): string {
  // NaN and Infinity are values of their own, which JSON does not have.
  const written = (_key: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? `number ${value}` : value;
  return JSON.stringify([config, [...values], epsilon], written);
}
