import type {
  CompiledInput,
  CompiledLayer,
  CompiledNetwork,
  SkippedLayer,
} from '../../engine/session/compiled-network.ts';
import type { TensorRef } from '../../model/graph/graph.ts';
import type { LayerReport, ModelReport } from '../../model/report.ts';
import { channelsLastNodes } from '../../model/shapes/report-layout.ts';
import { compileLayer } from './compile-layer.ts';
import { knownSizes } from './known-sizes.ts';
import type { NormalizationMode } from './layer-scope.ts';
import { NotRunnable } from './not-runnable.ts';
import { ProgramBuilder, type Value } from './program-builder.ts';

/** Every layer that the engine can run, with what it needs; a layer that reads one which does not run does not either. */
export function compileNetwork(report: ModelReport, mode: NormalizationMode): CompiledNetwork {
  const compiler = new Compiler(report, mode);
  report.layers.forEach((layer, place) => {
    if (layer.operation.kind === 'input') compiler.addInput(layer, place);
  });
  report.layers.forEach((layer, place) => {
    if (layer.operation.kind !== 'input') compiler.addLayer(layer, place);
  });
  return compiler.network();
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

  constructor(report: ModelReport, mode: NormalizationMode) {
    this.#report = report;
    this.#mode = mode;
    this.#channelsLast =
      report.layout === 'channels-last'
        ? channelsLastNodes({ nodes: report.layers })
        : report.layers.map(() => false);
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

  addInput(layer: LayerReport, place: number): void {
    const shape = knownSizes(layer.outputShapes[0]);
    if (!shape) {
      this.#skip(layer, place, 'its size is not known: choose one');
      return;
    }
    const values = layer.operation.kind === 'input' ? (layer.operation.values ?? null) : null;
    this.#inputs.push({ name: layer.id, shape, values });
    this.#values.set(place, [this.#builder.input(layer.id, shape)]);
  }

  addLayer(layer: LayerReport, place: number): void {
    const missing = layer.inputs.find((ref) => ref === null || this.#skipped.has(ref.node));
    if (missing !== undefined) {
      const source = missing && this.#skipped.get(missing.node);
      if (source) this.#skip(layer, place, `it reads \`${source.id}\``, source.because ?? source.id);
      else this.#skip(layer, place, 'one of its inputs is not known');
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
      this.#skip(layer, place, error.message);
    }
  }

  #compiled(layer: LayerReport, place: number): readonly Value[] {
    if (layer.axes.some(({ geometry }) => !geometry)) throw new NotRunnable('it does not fit its input');
    const outputs = layer.outputShapes.map(knownSizes);
    if (!outputs.every((shape) => shape !== null))
      throw new NotRunnable('the size of its output is not known');
    const refs = layer.inputs.filter((ref): ref is TensorRef => ref !== null);
    const inputs = refs.map((ref) => {
      const value = this.#values.get(ref.node)?.[ref.output];
      if (!value) throw new NotRunnable('one of its inputs is not known');
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

  #skip({ id, type }: LayerReport, place: number, reason: string, because: string | null = null): void {
    this.#skipped.set(place, { id, type, place, reason, because });
  }
}

function givenValues({ operation }: LayerReport): CompiledLayer['given'] {
  if (operation.kind !== 'convolution') return {};
  const { weights, biasValues } = operation;
  return { ...(weights && { weight: weights }), ...(biasValues && { bias: biasValues }) };
}
