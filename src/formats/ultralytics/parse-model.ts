import type { FieldSource, Graph, GraphNode, NodeSource, TensorRef } from '../../model/graph/graph.ts';
import { counted } from '../../model/problems/number-text.ts';
import { customLayer, type Custom } from '../../model/rules/custom-layer.ts';
import type { LayerRules } from '../../model/rules/layer-rule.ts';
import { inferOperation } from '../../model/shapes/infer-operation.ts';
import { closestWord } from '../../util/closest.ts';
import type { Span } from '../../util/span.ts';
import { ProblemList } from '../problem-list.ts';
import { BoundArguments, spanOf } from './bound-arguments.ts';
import {
  sameDone,
  sameState,
  type BuiltModel,
  type BuiltModels,
  type BuiltRow,
  type Done,
  type RowState,
} from './built-rows.ts';
import type { ModelConfig } from './config.ts';
import { GraphWriter, mostNodes, valueOrNull, type Tensor } from './graph-writer.ts';
import { moduleNamed, moduleNames } from './modules/modules.ts';
import type { Flow, ModuleSpec } from './modules/module-spec.ts';
import { calledParameters } from './parameters.ts';
import { kept, single, type Call, type Channels } from './rules.ts';
import { roundHalfEven } from './round.ts';
import { rowFields } from './row-fields.ts';
import type { PlacedRow, Row } from './rows.ts';
import { Scope } from './scope.ts';
import { argumentOf, holdsUnknown, isList, numberOf, type Argument } from './values.ts';

/** Repeats that a model may reasonably have. */
const mostRepeats = 500;

/** Modules after which heads are built in their newer form (ultralytics/nn/tasks.py parse_model, `legacy`). */
const modern: ReadonlySet<string> = new Set(['C3k2', 'A2C2f', 'C2fCIB']);

/** What goes in: the image, and features of texts where a module asks for them. */
export interface Inputs {
  readonly image: GraphNode;
  readonly texts: GraphNode;
}

/**
 * Builds the graph row by row, as the frameworks' parse_model builds the model: channels are counted from the
 * arguments alone, and each module is expanded into its layers.
 */
export function parseModel(
  name: string,
  span: Span,
  { image, texts }: Inputs,
  rows: readonly PlacedRow[],
  config: ModelConfig,
  rules: LayerRules | undefined,
  problems: ProblemList,
  built: BuiltModels,
): Graph {
  // Detectors set it (ultralytics/utils/torch_utils.py initialize_weights), classifiers leave PyTorch's.
  const epsilon = rows.at(-1)?.row?.module.name === 'Classify' ? 1e-5 : 1e-3;
  const before = built.of(name, config, epsilon);
  const writer = new GraphWriter(config.activation, epsilon, texts, before.operations);
  writer.nodes.push(image);
  const parser = new ModelParser(writer, config, rules, problems, before);
  for (const row of rows) parser.take(row);
  built.keep(name, { ...before, rows: parser.built });
  const params = writer.uncalled === 0 ? {} : { params: calledParameters(writer.nodes, writer.uncalled) };
  return { name, framework: 'pytorch', layout: 'channels-first', span, nodes: writer.nodes, ...params };
}

class ModelParser {
  readonly #writer: GraphWriter;
  readonly #config: ModelConfig;
  readonly #rules: LayerRules | undefined;
  readonly #all: ProblemList;
  readonly #before: BuiltModel;
  /** The rows as they are built, for the next version of the file. */
  readonly built: (BuiltRow | null)[] = [];
  readonly #done: Done[] = [];
  /** Of the row that is being built: offsets count from its own part of the text. */
  #problems: ProblemList;
  #legacy = true;
  #full = false;

  constructor(
    writer: GraphWriter,
    config: ModelConfig,
    rules: LayerRules | undefined,
    problems: ProblemList,
    before: BuiltModel,
  ) {
    this.#rules = rules;
    this.#writer = writer;
    this.#config = config;
    this.#all = problems;
    this.#problems = problems;
    this.#before = before;
  }

  take({ row, tree, at }: PlacedRow): void {
    const index = this.#done.length;
    if (row === null) {
      this.#done.push(nothing);
      this.built.push(null);
      return;
    }
    this.#problems = new ProblemList();
    const state: RowState = {
      tree,
      base: this.#writer.nodes.length,
      sources: this.#sourcesOf(row, index),
      previous: this.#done.at(-1)?.channels ?? this.#before.image.channels,
      legacy: this.#legacy,
      sharing: this.#writer.sharing,
    };
    const before = this.#before.rows[index] ?? null;
    const isKnown = before !== null && sameState(state, before) && !this.#writer.isSpecial;
    const built = isKnown ? this.#rebuilt(row, before, at) : this.#build(row, index, state, at, before?.done);
    if (built.problems.length > 0) this.#all.from(at).addAll(built.problems);
    this.#done.push(built.done);
    const isPlain =
      !this.#writer.isSpecial && !this.#full && moduleNamed(row.module.name, this.#config.dialect);
    this.built.push(isPlain ? built : null);
  }

  /** The row as it was in the version before. */
  #rebuilt(row: Row, before: BuiltRow, at: number): BuiltRow {
    if (modern.has(row.module.name)) this.#legacy = false;
    const written = this.#writer.rewrite(before.written, at, before.at !== at);
    return before.at === at ? before : { ...before, at, written };
  }

  #build(row: Row, index: number, state: RowState, at: number, doneBefore: Done | undefined): BuiltRow {
    const { sharedCount } = this.#writer;
    this.#writer.begin(sourceOf(row), at);
    const found = this.#row(row, index, state);
    // The same object as before: rows that take it are then known to be as before too.
    const done = doneBefore && sameDone(found, doneBefore) ? doneBefore : found;
    const written = this.#writer.written(state.base, sharedCount);
    return { ...state, at, written, problems: this.#problems.all, done };
  }

  #row(row: Row, index: number, { sources, previous }: RowState): Done {
    const spec = moduleNamed(row.module.name, this.#config.dialect);
    if (!spec) return this.#unknown(row, index, sources, previous);
    if (spec.joins !== isList(row.from.value)) return this.#wrongInputs(row, index, sources, spec);
    if (modern.has(row.module.name)) this.#legacy = false;
    const args = row.args.items.map((item) => argumentOf(item, this.#config.values));
    const call = spec.rule({
      args,
      inputs: sources.map(({ channels }) => channels),
      repeats: this.#repeats(row),
      config: this.#config,
      previous,
      legacy: this.#legacy,
    });
    const flow = this.#isCallable(row, spec, args, call)
      ? this.#run(row, index, sources, spec, call)
      : this.#unreadable(row, index, sources, call.channels);
    return { flow, channels: call.channels };
  }

  /** After the depth gain; NaN where that is unknown. */
  #repeats(row: Row): number {
    const n = typeof row.repeats.value === 'number' ? row.repeats.value : NaN;
    return n > 1 ? Math.max(roundHalfEven(n * this.#config.gains.depth), 1) : n;
  }

  #isCallable(row: Row, spec: ModuleSpec, args: readonly Argument[], call: Call): boolean {
    const { module } = row;
    const report = (
      code: 'invalid-value' | 'missing-field' | 'too-large',
      place: Argument['place'],
      message: string,
    ) => {
      this.#problems.report(code, place ?? row.args.place, message);
      return false;
    };
    if (call.missing !== undefined) {
      return report('missing-field', null, `\`${module.name}\` needs the argument \`${call.missing}\`.`);
    }
    const unwritten = unwrittenParameter(spec, args.length);
    if (unwritten !== null) {
      return report('missing-field', null, `\`${module.name}\` needs the argument \`${unwritten}\`.`);
    }
    const unknown = call.args.find(holdsUnknown);
    if (unknown) {
      if (args.some(holdsUnknown) || Number.isNaN(this.#config.gains.width)) return false;
      return report('invalid-value', unknown.place, `A number is expected here by \`${module.name}\`.`);
    }
    const extra = call.args[spec.parameters.length];
    if (extra) {
      const most = spec.parameters.length - (call.args.length - args.length);
      return report(
        'invalid-value',
        extra.place ?? args[most]?.place ?? null,
        `\`${module.name}\` takes ${counted(most, 'argument')} here at most.`,
      );
    }
    const missing = spec.parameters.find(
      ({ fallback }, place) => fallback === undefined && place >= call.args.length,
    );
    if (missing) {
      return report('missing-field', null, `\`${module.name}\` needs the argument \`${missing.name}\`.`);
    }
    const repeats = Math.max(call.repeats, this.#repeats(row));
    if (repeats > mostRepeats || this.#writer.nodes.length > mostNodes) {
      if (this.#full) return false;
      this.#full = repeats <= mostRepeats;
      return report(
        'too-large',
        repeats > mostRepeats ? row.repeats.place : row.module.place,
        repeats > mostRepeats
          ? `${repeats} repeats are more than ConvLens follows (${mostRepeats}).`
          : `This model has more than ${mostNodes.toLocaleString('en')} layers; from here on it is not read.`,
      );
    }
    return !Number.isNaN(repeats);
  }

  #run(row: Row, index: number, sources: readonly Done[], spec: ModuleSpec, call: Call): Flow {
    const scope = new Scope(this.#writer, `model.${index}`);
    const bound = new BoundArguments(spec.parameters, call.args, row.args.place, this.#problems);
    const inputs = sources.map(({ flow }) => flow);
    if (call.repeats <= 1) return spec.run(scope, inputs, bound);
    let flow: readonly Flow[] = inputs;
    for (let time = 0; time < call.repeats; time++) flow = [spec.run(scope.sub(`${time}`), flow, bound)];
    return flow[0] ?? [null];
  }

  /** A module that is not known passes on the channels that parse_model gives it; its sizes are unknown. */
  #unknown(row: Row, index: number, sources: readonly Done[], previous: Channels): Done {
    const { name } = row.module;
    const custom = customLayer(name, this.#rules, () => rowFields(row, this.#config));
    if (custom) return this.#custom(custom, row, index, sources);
    const { channels } = isList(row.from.value)
      ? { channels: previous }
      : kept({
          args: [],
          inputs: sources.map((source) => source.channels),
          repeats: 1,
          config: this.#config,
          previous,
          legacy: this.#legacy,
        });
    this.#reportUnknown(row);
    const known = single(channels);
    const node = this.#writer.add({
      id: `model.${index}`,
      type: name,
      operation: {
        kind: 'unknown',
        outputs: 1,
        reported: true,
        ...(Number.isNaN(known) ? {} : { declared: [null, known, null, null] }),
      },
      inputs: sources.map(({ flow }) => flow[0] ?? null),
      blocks: [],
    });
    return { flow: [node], channels };
  }

  /** A module with a rule of the user's, which says its channels too. */
  #custom(operation: Custom, row: Row, index: number, sources: readonly Done[]): Done {
    const shapes = sources.map(({ channels }) => [1, valueOrNull(single(channels)), null, null]);
    const [shape = null] = inferOperation(operation, shapes, 'pytorch').outputShapes;
    const channels = shape?.[1];
    const node = this.#writer.add({
      id: `model.${index}`,
      type: row.module.name,
      operation,
      inputs: sources.map(({ flow }) => flow[0] ?? null),
      blocks: [],
    });
    return { flow: [node], channels: typeof channels === 'number' ? channels : NaN };
  }

  /** Forks have modules of their own: not an error. */
  #reportUnknown({ module: { name, place } }: Row): void {
    const meant = closestWord(name, moduleNames(this.#config.dialect));
    const advice =
      meant === null
        ? ' You can declare its rule in the setting convlens.layers.'
        : ` Did you mean \`${meant}\`?`;
    const message = `ConvLens does not know the module \`${name}\`: its sizes are unknown.${advice}`;
    const span = spanOf(place);
    const repairs =
      meant === null ? [] : [{ title: `Change to ${meant}`, edits: [{ span, newText: meant }] }];
    this.#problems.report('unknown-layer', place, message, { severity: 'hint', repairs });
  }

  #wrongInputs(row: Row, index: number, sources: readonly Done[], { joins }: ModuleSpec): Done {
    const message = joins
      ? `\`${row.module.name}\` takes a list of rows: write \`[${numberOf(row.from.value) ?? -1}]\`.`
      : `\`${row.module.name}\` takes one row, not a list.`;
    this.#problems.report('invalid-value', row.from.place ?? row.place, message);
    return { flow: this.#unreadable(row, index, sources, NaN), channels: NaN };
  }

  /** A row with a problem that was reported: its sizes are unknown, its channels are those that it declares. */
  #unreadable(row: Row, index: number, sources: readonly Done[], channels: Channels): Flow {
    const known = single(channels);
    const node: TensorRef = this.#writer.add({
      id: `model.${index}`,
      type: row.module.name,
      operation: {
        kind: 'unknown',
        outputs: 1,
        reported: true,
        ...(Number.isNaN(known) ? {} : { declared: [null, known, null, null] }),
      },
      inputs: sources.map(({ flow }): Tensor => flow[0] ?? null),
      blocks: [],
    });
    return [node];
  }

  /** The rows that this one takes: numbers from 0, or from −1 back. */
  #sourcesOf({ from }: Row, index: number): readonly Done[] {
    const list = isList(from.value) ? from.value : [from];
    return list.map(({ value, place }) => {
      const number = typeof value === 'number' ? value : NaN;
      if (index === 0 && number === -1) return this.#before.image;
      const found = this.#done.at(number);
      if (found && number < index && number >= -index) return found;
      const range =
        index === 0 ? 'the first row takes -1, the image' : `those are 0 to ${index - 1}, or -1 to -${index}`;
      const message = `Row ${number} is not before this one (number ${index}): ${range}.`;
      if (place) this.#problems.report('unknown-reference', place, message);
      return nothing;
    });
  }
}

/** What a row passes on that cannot be read, or is not there. */
const nothing: Done = { flow: [null], channels: NaN };

/** Where a row stands. */
function sourceOf({ place, module, from }: Row): NodeSource {
  const title = spanOf(module.place);
  const rows: FieldSource | null = from.place
    ? {
        span: spanOf(from.place),
        ...(isList(from.value)
          ? { axes: from.value.flatMap((item) => (item.place ? [spanOf(item.place)] : [])) }
          : {}),
      }
    : null;
  return {
    span: spanOf(place),
    title,
    fields: { type: { span: title }, ...(rows ? { from: rows } : {}) },
  };
}

/**
 * A head's first parameter that the row leaves out: the parser appends the channels of its inputs, which would take that
 * one's place whatever default it has. Null where none is left out.
 */
function unwrittenParameter({ joins, parameters }: ModuleSpec, written: number): string | null {
  const names = parameters.map(({ name }) => name);
  if (!joins || !names.includes('ch')) return null;
  const own = names.slice(
    0,
    names.findIndex((name) => name === 'reg_max' || name === 'ch'),
  );
  return own[written] ?? null;
}
