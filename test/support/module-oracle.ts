import type { Dim, Shape } from '../../src/model/graph/shape.ts';
import type { LayerReport, ModelReport } from '../../src/model/report.ts';

/** One run of a PyTorch model under hooks (scripts/oracle_shapes.py): leaf modules have a name, functions do not. */
export interface OracleModel {
  readonly id: string;
  readonly input: readonly (readonly number[])[];
  readonly params: number;
  readonly ops: readonly OracleOperation[];
  readonly error?: { readonly message: string; readonly at: string };
  /** Where its source is and how it is built, in the files made for this project. */
  readonly file?: string;
  readonly model?: string;
}

export interface OracleOperation {
  readonly name?: string;
  readonly fn?: string;
  readonly type?: string;
  readonly in: readonly (readonly number[])[];
  readonly out: readonly (readonly number[])[];
}

/** What a comparison found: how many leaf modules are known, and every difference in words. */
export interface Agreement {
  readonly known: number;
  readonly total: number;
  /** Whether the model has as many parameters as PyTorch counts. */
  readonly sameParams: boolean;
  readonly wrong: readonly string[];
  readonly unknown: readonly string[];
  /** Of these, the ones where more than the first size is not known. */
  readonly unknownBeyondFirst: readonly string[];
}

const notModules = new Set(['Input', 'Parameter', 'Buffer', 'Constant']);

/** Calls of modules: functions have ids that end in `()`. */
function isModuleCall({ id, type }: LayerReport): boolean {
  return !/\(\)(#\d+)?$/.test(id) && !notModules.has(type);
}

/** Compares leaf modules one by one, in order: qualified name, type, first input, outputs, and the parameter total. */
export function agreementOf(report: ModelReport, oracle: OracleModel): Agreement {
  const theirs = oracle.ops.filter(({ name }) => name !== undefined);
  const ours = report.layers.filter(isModuleCall);
  const wrong: string[] = [];
  const unknown: string[] = [];
  const unknownBeyondFirst: string[] = [];
  let known = 0;
  for (const [index, expected] of theirs.entries()) {
    const layer = ours[index];
    const label = `${expected.name ?? ''} ${expected.type ?? ''}`;
    if (!layer || layer.id !== expected.name || layer.type !== expected.type) {
      wrong.push(`${label} expected at ${index}, found ${layer ? `${layer.id} ${layer.type}` : 'nothing'}`);
      break;
    }
    const pairs = [
      ...expected.out.map((shape, output) => [layer.outputShapes[output] ?? null, shape] as const),
      ...(expected.in[0] ? [[layer.inputShapes[0] ?? null, expected.in[0]] as const] : []),
    ];
    const verdicts = pairs.map(([found, shape]) => compare(found, shape));
    const shown = `${label}: ${JSON.stringify(layer.inputShapes)} → ${JSON.stringify(layer.outputShapes)}, PyTorch ${JSON.stringify(expected.in)} → ${JSON.stringify(expected.out)}`;
    if (verdicts.includes('wrong')) wrong.push(shown);
    else if (verdicts.every((verdict) => verdict === 'same')) known++;
    else {
      unknown.push(shown);
      if (verdicts.includes('unknown')) unknownBeyondFirst.push(shown);
    }
  }
  if (ours.length > theirs.length && !oracle.error) {
    wrong.push(`${ours.length - theirs.length} layers too many, the first ${ours[theirs.length]?.id ?? ''}`);
  }
  const sameParams = report.totals.params === oracle.params;
  if (!sameParams) wrong.push(`parameters ${report.totals.params}, PyTorch ${oracle.params}`);
  return { known, total: theirs.length, sameParams, wrong, unknown, unknownBeyondFirst };
}

type Verdict = 'same' | 'wrong' | 'unknown' | 'first-unknown';

function compare(found: Shape, expected: readonly number[]): Verdict {
  if (found === null) return 'unknown';
  if (found.length !== expected.length) return 'wrong';
  let verdict: Verdict = 'same';
  for (const [place, dim] of found.entries()) {
    const size = sizeOf(dim);
    if (size === null) verdict = place === 0 ? 'first-unknown' : 'unknown';
    else if (size !== expected[place]) return 'wrong';
  }
  return verdict;
}

/** A batch that is only a name stands for one sample. */
function sizeOf(dim: Dim): number | null {
  return dim !== null && typeof dim === 'object' ? dim.factor : dim;
}
