import type {
  CompiledInput,
  CompiledLayer,
  CompiledNetwork,
  SkippedLayer,
} from '../../engine/session/compiled-network.ts';
import type { SkipReason } from '../../engine/session/skip-reason.ts';
import type { TensorRef } from '../../model/graph/graph.ts';
import type { Shape } from '../../model/graph/shape.ts';
import type { LayerReport, ModelReport } from '../../model/report.ts';
import { plainLayer } from '../../model/shapes/node-report.ts';
import { channelsLastNodes } from '../../model/shapes/report-layout.ts';
import { compileLayer } from './compile-layer.ts';
import { knownSizes } from './known-sizes.ts';
import type { NormalizationMode } from './layer-scope.ts';
import { NotRunnable } from './not-runnable.ts';
import { ProgramBuilder, type Value } from './program-builder.ts';

type Named = Pick<LayerReport, 'id' | 'type'>;

/** Every layer that the engine can run, with what it needs; a layer that reads one which does not run does not either. */
export function compileNetwork(report: ModelReport, mode: NormalizationMode): CompiledNetwork {
  const compiler = new Compiler(report, mode, channelsLastOf(report));
  report.layers.forEach((layer, place) => {
    const { operation, outputShapes } = layer;
    if (operation.kind === 'input') {
      compiler.addInput(layer, place, outputShapes[0] ?? null, operation.values ?? null);
    }
  });
  report.layers.forEach((layer, place) => {
    if (layer.operation.kind !== 'input') compiler.addLayer(layer, place);
  });
  return compiler.network();
}

/** One layer by itself: what it reads are the inputs of the network. */
export function compileLayerAlone(
  report: ModelReport,
  layer: LayerReport,
  mode: NormalizationMode,
): CompiledNetwork {
  const last = channelsLastOf(report);
  const refs = layer.inputs.map((ref) => (ref === null ? false : last[ref.node] === true));
  const own = last[report.layers.indexOf(layer)] === true;
  const compiler = new Compiler(report, mode, [...refs, own]);
  layer.inputShapes.forEach((shape, place) => {
    const name = layer.inputShapes.length > 1 ? `X${place + 1}` : 'X';
    const source = report.layers[layer.inputs[place]?.node ?? -1];
    const values = source?.operation.kind === 'input' ? (source.operation.values ?? null) : null;
    compiler.addInput({ id: name, type: 'input' }, place, shape, values);
  });
  const inputs = layer.inputs.map((ref, node) => (ref === null ? null : { node, output: 0 }));
  const { sharesParametersOf: _, ...alone } = plainLayer(layer);
  compiler.addLayer({ ...alone, source: layer.source, inputs }, layer.inputs.length);
  return compiler.network();
}

function channelsLastOf(report: ModelReport): readonly boolean[] {
  if (report.layout === 'channels-first') return report.layers.map(() => false);
  return channelsLastNodes({ nodes: report.layers });
}

class Compiler {
  readonly #report: ModelReport;
  readonly #mode: NormalizationMode;
  readonly #builder = new ProgramBuilder();
  readonly #channelsLast: readonly boolean[];
  readonly #values = new Map<number, readonly Value[]>();
  readonly #inputs: CompiledInput[] = [];
  readonly #layers: CompiledLayer[] = [];
  readonly #skipped = new Map<number, SkippedLayer>();

  constructor(report: ModelReport, mode: NormalizationMode, channelsLast: readonly boolean[]) {
    this.#report = report;
    this.#mode = mode;
    this.#channelsLast = channelsLast;
  }

  network(): CompiledNetwork {
    const { program } = this.#builder;
    const read = new Set(program.steps.flatMap(({ inputs }) => inputs));
    const outputs = program.steps.flatMap((_, step) => {
      const value = program.inputs.length + step;
      return read.has(value) ? [] : [value];
    });
    const skipped = [...this.#skipped.values()];
    return { program, inputs: this.#inputs, layers: this.#layers, skipped, outputs };
  }

  addInput(layer: Named, place: number, size: Shape, values: readonly number[] | null): void {
    const shape = knownSizes(size);
    if (!shape) {
      this.#skip(layer, place, { kind: 'open-size' });
      return;
    }
    this.#inputs.push({ name: layer.id, shape, values });
    this.#values.set(place, [this.#builder.input(layer.id, shape)]);
  }

  addLayer(layer: LayerReport, place: number): void {
    const missing = layer.inputs.find((ref) => ref === null || this.#skipped.has(ref.node));
    if (missing !== undefined) {
      const source = missing && this.#skipped.get(missing.node);
      if (source)
        this.#skip(layer, place, { kind: 'reads-skipped', layer: source.id }, source.because ?? source.id);
      else this.#skip(layer, place, { kind: 'unknown-input' });
      return;
    }
    const first = this.#builder.stepCount;
    const owner = this.#layers.find((other) => other.place === layer.sharesParametersOf);
    try {
      this.#builder.begin(layer.id, owner ? this.#builder.parametrized(owner.first, owner.end) : []);
      this.#values.set(place, this.#compiled(layer, place));
      this.#layers.push({
        id: layer.id,
        type: layer.type,
        place,
        first,
        end: this.#builder.stepCount,
        given: givenValues(layer),
        passesOn: layer.operation.kind === 'elementwise' && layer.operation.role === 'dropout',
      });
    } catch (error) {
      if (!(error instanceof NotRunnable)) throw error;
      this.#builder.drop(first);
      this.#skip(layer, place, error.reason);
    }
  }

  #compiled(layer: LayerReport, place: number): readonly Value[] {
    if (layer.axes.some(({ geometry }) => !geometry)) throw new NotRunnable({ kind: 'misfit' });
    const outputs = layer.outputShapes.map(knownSizes);
    if (!outputs.every((shape) => shape !== null)) throw new NotRunnable({ kind: 'unknown-output' });
    const refs = layer.inputs.filter((ref): ref is TensorRef => ref !== null);
    const inputs = refs.map((ref) => {
      const value = this.#values.get(ref.node)?.[ref.output];
      if (!value) throw new NotRunnable({ kind: 'unknown-input' });
      return value;
    });
    return compileLayer({
      layer,
      framework: this.#report.framework,
      mode: this.#mode,
      inputs,
      inputsTurned: refs.map(({ node }) => this.#channelsLast[node] === true),
      outputTurned: this.#channelsLast[place] === true,
      outputs,
      builder: this.#builder,
    });
  }

  #skip({ id, type }: Named, place: number, reason: SkipReason, because: string | null = null): void {
    this.#skipped.set(place, { id, type, place, reason, because });
  }
}

function givenValues({ operation }: LayerReport): CompiledLayer['given'] {
  if (operation.kind !== 'convolution') return {};
  const { weights, biasValues } = operation;
  return { ...(weights && { weight: weights }), ...(biasValues && { bias: biasValues }) };
}
