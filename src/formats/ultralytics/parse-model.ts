import type { Graph, GraphNode } from '../../model/graph/graph.ts';
import type { Operation } from '../../model/graph/operation.ts';
import { partInput } from '../../model/graph/part.ts';
import { customLayer, type Custom } from '../../model/rules/custom-layer.ts';
import type { LayerRules } from '../../model/rules/layer-rule.ts';
import { inferOperation } from '../../model/shapes/infer-operation.ts';
import { closestWord } from '../../util/closest.ts';
import type { Span } from '../../util/span.ts';
import type { ProblemList } from '../problem-list.ts';
import { BoundArguments, spanOf } from './bound-arguments.ts';
import type { ModelConfig } from './config.ts';
import { GraphWriter, mostNodes } from './graph-writer.ts';
import type { CalledRow, KnownModel, KnownModels } from './known-models.ts';
import type { ModulePart } from './module-part.ts';
import { moduleNamed, moduleNames } from './modules/modules.ts';
import type { ModuleSpec } from './modules/module-spec.ts';
import { calledParameters } from './parameters.ts';
import { PartWriter, unknownOperation, valueOrNull } from './part-writer.ts';
import { kept, single, type Call, type Channels } from './rules.ts';
import { roundHalfEven } from './round.ts';
import { rowFields } from './row-fields.ts';
import { sourceOf } from './row-source.ts';
import type { PlacedRow, Row } from './rows.ts';
import { Scope } from './scope.ts';
import { argumentOf, holdsUnknown, isList, numberOf, valueText, type Argument } from './values.ts';
import type { Flow, Tensor } from './flow.ts';
import { said, type Text } from '../../model/text/text.ts';
import { earlierPlaces } from '../earlier-places.ts';
import { needsArgument, takesAtMost, tooManyLayers, tooManyRepeats } from './call-texts.ts';

/** Repeats that a model may reasonably have. */
const mostRepeats = 500;

/** Modules after which heads are built in their newer form (ultralytics/nn/tasks.py parse_model, `legacy`). */
const modern: ReadonlySet<string> = new Set(['C3k2', 'A2C2f', 'C2fCIB']);

/** What goes in: the image, and features of texts where a module asks for them. */
export interface Inputs {
  readonly image: GraphNode;
  readonly texts: GraphNode;
}

/** A row after it was read: what it passes on, and with how many channels as the parser counts them. */
interface Done {
  readonly flow: Flow;
  readonly channels: Channels;
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
  models: KnownModels,
): Graph {
  // Detectors set it (ultralytics/utils/torch_utils.py initialize_weights), classifiers leave PyTorch's.
  const epsilon = rows.at(-1)?.row?.module.name === 'Classify' ? 1e-5 : 1e-3;
  const known = models.of(name, config, epsilon, texts, rows.length);
  const writer = new GraphWriter(image, texts, known.written);
  const parser = new ModelParser(writer, config, rules, problems, known);
  for (const row of rows) parser.take(row);
  const { nodes, parts, uncalled } = writer;
  known.written = { nodes, parts };
  const params = uncalled === 0 ? {} : { params: calledParameters(nodes, uncalled) };
  return { name, framework: 'pytorch', layout: 'channels-first', span, nodes, parts, ...params };
}

class ModelParser {
  readonly #writer: GraphWriter;
  readonly #config: ModelConfig;
  readonly #rules: LayerRules | undefined;
  readonly #all: ProblemList;
  readonly #known: KnownModel;
  readonly #image: Done;
  readonly #done: Done[] = [];
  /** Of the row that is being read: offsets count from its own part of the text. */
  #problems: ProblemList;
  #at = 0;
  #legacy = true;
  #full = false;

  constructor(
    writer: GraphWriter,
    config: ModelConfig,
    rules: LayerRules | undefined,
    problems: ProblemList,
    known: KnownModel,
  ) {
    this.#rules = rules;
    this.#writer = writer;
    this.#config = config;
    this.#all = problems;
    this.#problems = problems;
    this.#known = known;
    this.#image = { flow: [{ node: 0, output: 0 }], channels: config.imageChannels };
  }

  take({ row, at }: PlacedRow): void {
    this.#at = at;
    this.#problems = this.#all.from(at);
    this.#done.push(row === null ? nothing : this.#row(row, this.#done.length));
  }

  #row(row: Row, index: number): Done {
    const sources = this.#sourcesOf(row, index);
    const previous = this.#done.at(-1)?.channels ?? this.#config.imageChannels;
    const spec = moduleNamed(row.module.name, this.#config.dialect);
    if (!spec) return this.#unknown(row, index, sources, previous);
    if (spec.joins !== isList(row.from.value)) return this.#wrongInputs(row, index, sources, spec);
    if (modern.has(row.module.name)) this.#legacy = false;
    const called = this.#calledBefore(row, sources, previous);
    return called ? this.#place(index, sources, called) : this.#call(row, index, sources, previous, spec);
  }

  /** The row as it was called in the version before, or at another place, where what goes into it is the same. */
  #calledBefore(row: Row, sources: readonly Done[], previous: Channels): CalledRow | null {
    const called = this.#known.rows.get(row);
    const isSame =
      called?.legacy === this.#legacy &&
      this.#writer.nodes.length <= mostNodes &&
      sameChannels(called.previous, previous) &&
      called.inputs.length === sources.length &&
      called.inputs.every((channels, place) => sameChannels(channels, sources[place]?.channels ?? NaN)) &&
      called.surroundings === this.#surroundings(sources);
    return isSame ? called : null;
  }

  #call(row: Row, index: number, sources: readonly Done[], previous: Channels, spec: ModuleSpec): Done {
    const args = row.args.items.map((item) => argumentOf(item, this.#config.values));
    const inputs = sources.map(({ channels }) => channels);
    const legacy = this.#legacy;
    const repeats = this.#repeats(row);
    const call = spec.rule({ args, inputs, repeats, config: this.#config, previous, legacy });
    const { channels } = call;
    if (!this.#isCallable(row, spec, args, call)) {
      return { flow: this.#unreadable(row, index, sources, channels), channels };
    }
    const bound = new BoundArguments(spec.parameters, call.args, row.args.place);
    const surroundings = this.#surroundings(sources);
    const part = this.#partOf(row, sources, spec, call, bound, surroundings);
    const source = sourceOf(row);
    const called = { inputs, previous, legacy, surroundings, part, args: bound, source, channels };
    this.#known.rows.set(row, called);
    return this.#place(index, sources, called);
  }

  #place(index: number, sources: readonly Done[], called: CalledRow): Done {
    const { part, args, channels } = called;
    if (part.refusals.length > 0) args.report(part.refusals, this.#problems);
    const flow = this.#writer.place(part, `model.${index}`, tensorsOf(sources), called, this.#at);
    return { flow, channels };
  }

  /** What goes into a row besides channels: how many tensors, which of them are known, what is there of texts. */
  #surroundings(sources: readonly Done[]): string {
    let text = this.#writer.texts;
    for (const { flow } of sources) {
      text += ' ';
      for (const tensor of flow) text += tensor === null ? '-' : '+';
    }
    return text;
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
      message: Text,
    ) => {
      this.#problems.report(code, place ?? row.args.place, message);
      return false;
    };
    if (call.missing !== undefined) {
      return report('missing-field', null, needsArgument(module.name, call.missing));
    }
    const unwritten = unwrittenParameter(spec, args.length);
    if (unwritten !== null) {
      return report('missing-field', null, needsArgument(module.name, unwritten));
    }
    const unknown = call.args.find(holdsUnknown);
    if (unknown) {
      if (args.some(holdsUnknown) || Number.isNaN(this.#config.gains.width)) return false;
      return report('invalid-value', unknown.place, said('A number is expected here by `{0}`.', module.name));
    }
    const extra = call.args[spec.parameters.length];
    if (extra) {
      const most = spec.parameters.length - (call.args.length - args.length);
      return report(
        'invalid-value',
        extra.place ?? args[most]?.place ?? null,
        takesAtMost(module.name, most),
      );
    }
    const missing = spec.parameters.find(
      ({ fallback }, place) => fallback === undefined && place >= call.args.length,
    );
    if (missing) {
      return report('missing-field', null, needsArgument(module.name, missing.name));
    }
    const repeats = Math.max(call.repeats, this.#repeats(row));
    if (repeats > mostRepeats || this.#writer.nodes.length > mostNodes) {
      if (this.#full) return false;
      this.#full = repeats <= mostRepeats;
      return report(
        'too-large',
        repeats > mostRepeats ? row.repeats.place : row.module.place,
        repeats > mostRepeats ? tooManyRepeats(repeats, mostRepeats) : tooManyLayers(mostNodes),
      );
    }
    return !Number.isNaN(repeats);
  }

  /** The layers of a call; those of an equal one, where there was one. */
  #partOf(
    row: Row,
    sources: readonly Done[],
    spec: ModuleSpec,
    { args, repeats }: Call,
    bound: BoundArguments,
    surroundings: string,
  ): ModulePart {
    const values = args.map(({ value }) => valueText(value)).join(', ');
    const key = `${row.module.name}(${values}) ${repeats} ${surroundings}`;
    const { parts, context } = this.#known;
    const known = parts.get(key);
    if (known) return known;
    const writer = new PartWriter(context, this.#writer.inputs(tensorsOf(sources).length));
    const part = writer.part(run(spec, writer, inputsOf(sources), bound, repeats), bound.refusals);
    parts.set(key, part);
    return part;
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
    return { flow: this.#unknownLayer(row, index, sources, known), channels };
  }

  /** A module with a rule of the user's, which says its channels too. */
  #custom(operation: Custom, row: Row, index: number, sources: readonly Done[]): Done {
    const shapes = sources.map(({ channels }) => [1, valueOrNull(single(channels)), null, null]);
    const [shape = null] = inferOperation(operation, shapes, 'pytorch').outputShapes;
    const channels = shape?.[1];
    const part = this.#singlePart(row, sources, operation);
    const flow = this.#placeSingle(part, row, index, sources);
    return { flow, channels: typeof channels === 'number' ? channels : NaN };
  }

  /** Forks have modules of their own: not an error. */
  #reportUnknown({ module: { name, place } }: Row): void {
    const meant = closestWord(name, moduleNames(this.#config.dialect));
    const unknown = said('ConvLens does not know the module `{0}`: its sizes are unknown.', name);
    const message =
      meant === null
        ? said('{0} You can declare its rule in the setting convlens.layers.', unknown)
        : said('{0} Did you mean `{1}`?', unknown, meant);
    const span = spanOf(place);
    const repairs =
      meant === null ? [] : [{ title: said('Change to {0}', meant), edits: [{ span, newText: meant }] }];
    this.#problems.report('unknown-layer', place, message, { severity: 'hint', repairs });
  }

  #wrongInputs(row: Row, index: number, sources: readonly Done[], { joins }: ModuleSpec): Done {
    const message = joins
      ? said('`{0}` takes a list of rows: write `[{1}]`.', row.module.name, numberOf(row.from.value) ?? -1)
      : said('`{0}` takes one row, not a list.', row.module.name);
    this.#problems.report('invalid-value', row.from.place ?? row.place, message);
    return { flow: this.#unreadable(row, index, sources, NaN), channels: NaN };
  }

  /** A row with a problem that was reported: its sizes are unknown, its channels are those that it declares. */
  #unreadable(row: Row, index: number, sources: readonly Done[], channels: Channels): Flow {
    return this.#unknownLayer(row, index, sources, single(channels));
  }

  /** A row as one layer of which nothing is known but the channels, and these may not be (NaN). */
  #unknownLayer(row: Row, index: number, sources: readonly Done[], channels: number): Flow {
    const { parts } = this.#known;
    const known = sources.map(({ flow: [first = null] }) => (first === null ? '-' : '+')).join('');
    const key = `${row.module.name} is unknown: ${channels} ${known}${this.#writer.texts}`;
    let part = parts.get(key);
    if (!part) parts.set(key, (part = this.#singlePart(row, sources, unknownOperation(channels))));
    return this.#placeSingle(part, row, index, sources);
  }

  /** A row as one layer, which takes the first tensor of each of its rows. */
  #singlePart(row: Row, sources: readonly Done[], operation: Operation): ModulePart {
    const writer = new PartWriter(this.#known.context, this.#writer.inputs(sources.length));
    const inputs = firstTensors(sources).map((tensor, place) => tensor && partInput(place));
    const node = writer.add({ id: '', type: row.module.name, operation, inputs, blocks: [] });
    return writer.part([node], []);
  }

  #placeSingle(part: ModulePart, row: Row, index: number, sources: readonly Done[]): Flow {
    const place = { source: sourceOf(row), args: null };
    return this.#writer.place(part, `model.${index}`, firstTensors(sources), place, this.#at);
  }

  /** The rows that this one takes: numbers from 0, or from −1 back. */
  #sourcesOf({ from }: Row, index: number): readonly Done[] {
    const list = isList(from.value) ? from.value : [from];
    return list.map(({ value, place }) => {
      const number = typeof value === 'number' ? value : NaN;
      if (index === 0 && number === -1) return this.#image;
      const found = this.#done.at(number);
      if (found && number < index && number >= -index) return found;
      const range = index === 0 ? said('the first row takes -1, the image') : earlierPlaces(index);
      const message = said('Row {0} is not before this one (number {1}): {2}.', number, index, range);
      if (place) this.#problems.report('unknown-reference', place, message);
      return nothing;
    });
  }
}

/** What a row passes on that cannot be read, or is not there. */
const nothing: Done = { flow: [null], channels: NaN };

function sameChannels(first: Channels, second: Channels): boolean {
  if (typeof first === 'number' || typeof second === 'number') return Object.is(first, second);
  return first.length === second.length && first.every((each, place) => Object.is(each, second[place]));
}

const firstTensors = (sources: readonly Done[]): readonly Tensor[] =>
  sources.map(({ flow }) => flow[0] ?? null);

/** What goes into a part, tensor by tensor. */
function tensorsOf(sources: readonly Done[]): readonly Tensor[] {
  const [first] = sources;
  return first && sources.length === 1 ? first.flow : sources.flatMap(({ flow }) => flow);
}

/** The same as the part sees it. */
function inputsOf(sources: readonly Done[]): readonly Flow[] {
  let place = 0;
  return sources.map(({ flow }) =>
    flow.map((tensor) => {
      const input = partInput(place++);
      return tensor && input;
    }),
  );
}

/** Runs a module as often as it is repeated, one time behind the other. */
function run(
  spec: ModuleSpec,
  writer: PartWriter,
  inputs: readonly Flow[],
  bound: BoundArguments,
  repeats: number,
): Flow {
  const scope = new Scope(writer);
  if (repeats <= 1) return spec.run(scope, inputs, bound);
  let flow: readonly Flow[] = inputs;
  for (let time = 0; time < repeats; time++) flow = [spec.run(scope.sub(`${time}`), flow, bound)];
  return flow[0] ?? [null];
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
