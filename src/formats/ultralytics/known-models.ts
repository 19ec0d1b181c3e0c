import type { GraphNode, NodeSource } from '../../model/graph/graph.ts';
import type { Operation } from '../../model/graph/operation.ts';
import { RecentMap } from '../../util/recent-map.ts';
import type { BoundArguments } from './bound-arguments.ts';
import type { Written } from './graph-writer.ts';
import type { ModelConfig } from './config.ts';
import type { ModulePart } from './module-part.ts';
import type { PartContext } from './part-writer.ts';
import type { Channels } from './rules.ts';
import type { Row } from './rows.ts';

/** How a row was called, as long as what goes into it stays as it was. */
export interface CalledRow {
  /** Channels of the rows that it takes. */
  readonly inputs: readonly Channels[];
  /** Channels of the row before. */
  readonly previous: Channels;
  readonly legacy: boolean;
  /** What the part depends on besides the row's module, arguments and channels. */
  readonly surroundings: string;
  readonly part: ModulePart;
  readonly args: BoundArguments;
  /** Where the row stands, from the beginning of its own part of the text. */
  readonly source: NodeSource;
  /** As the parser counts those of what it passes on. */
  readonly channels: Channels;
}

/** What was read of a model, while its rows have the same in common: an edit costs the rows that it changes. */
export interface KnownModel {
  /** What the rows have in common. */
  readonly common: string;
  readonly context: PartContext;
  /** By module and arguments. */
  readonly parts: RecentMap<string, ModulePart>;
  readonly rows: RecentMap<Row, CalledRow>;
  /** What was written of it last. */
  written: Written | null;
}

/** Models that are kept: those that are edited by turns. */
const mostModels = 8;
/** Rows, and kinds of layers, that are kept at least. */
const leastKept = 1000;

/** The models that were read lately, by the names of their files. */
export class KnownModels {
  readonly #models = new Map<string, KnownModel>();

  /** What is known of that file's, for a version of so many rows; nothing where what all have in common has changed. */
  of(name: string, config: ModelConfig, epsilon: number, textInput: GraphNode, rows: number): KnownModel {
    const common = commonKey(config, epsilon, textInput);
    const before = this.#models.get(name);
    const model = before?.common === common ? before : emptyModel(common, config, epsilon, textInput);
    this.#models.delete(name);
    this.#models.set(name, model);
    const [oldest] = this.#models.keys();
    if (this.#models.size > mostModels && oldest !== undefined) this.#models.delete(oldest);
    for (const kept of [model.parts, model.rows, model.context.operations]) {
      kept.begin(Math.max(leastKept, rows));
    }
    return model;
  }
}

function emptyModel(
  common: string,
  { activation }: ModelConfig,
  epsilon: number,
  textInput: GraphNode,
): KnownModel {
  const operations = new RecentMap<string, Operation>();
  const context = { activation, epsilon, textInput, operations };
  return { common, context, parts: new RecentMap(), rows: new RecentMap(), written: null };
}

function commonKey(
  { scales: _, values, ...config }: ModelConfig,
  epsilon: number,
  textInput: GraphNode,
): string {
  // NaN and Infinity are values of their own, which JSON does not have.
  const written = (_key: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? `number ${value}` : value;
  return JSON.stringify([config, [...values], epsilon, textInput.operation], written);
}
