import {
  axisGeometry,
  effectiveKernelSize,
  type AxisConfig,
  type AxisResult,
} from '../../engine/geometry/axis.ts';
import { lostPixels } from '../../engine/geometry/coverage.ts';
import { verdictOf } from '../../engine/geometry/verdict.ts';
import type { Framework } from '../graph/graph.ts';
import type { WindowParameters } from '../graph/operation.ts';
import type { Dim } from '../graph/shape.ts';
import type { Finding } from '../problems/finding.ts';
import type { AxisReport } from '../report.ts';
import { conventions } from './conventions.ts';
import { isSymbolic } from './dims.ts';
import { paddingOfAxis } from './padding.ts';
import { refusedWindow } from './refusals.ts';

export interface WindowInference {
  readonly sizes: readonly Dim[];
  readonly axes: readonly AxisReport[];
  readonly findings: readonly Finding[];
}

/** Output sizes of a convolution or pool, what each axis costs, and what its framework refuses. */
export function inferWindow(
  window: WindowParameters,
  inputSizes: readonly Dim[],
  framework: Framework,
): WindowInference {
  const findings: Finding[] = [];
  const sizes: Dim[] = [];
  const axes: AxisReport[] = [];
  let before: AxisConfig | null = null;
  inputSizes.forEach((inputSize, axis) => {
    const config = axisConfig(window, axis, inputSize);
    if (config === null) {
      before = null;
      sizes.push(isSymbolic(inputSize) && keepsSize(window, axis) ? inputSize : null);
      return;
    }
    const report = axes.at(-1);
    if (report && before && sameConfig(before, config)) {
      // Most layers are square: an axis like the one before it has its record, and its problem.
      sizes.push(sizes.at(-1) ?? null);
      axes.push(report);
      findings.forEach((finding, place) => {
        if (finding.axes.includes(axis - 1)) findings[place] = { ...finding, axes: [...finding.axes, axis] };
      });
      return;
    }
    before = config;
    const result = axisGeometry(config);
    const fresh = axisReport(result);
    sizes.push(result.ok ? result.axis.outputSize : null);
    axes.push(fresh);
    const finding = findingOf(result, fresh, axis, inputSizes.length, framework);
    if (finding) addFinding(findings, finding);
  });
  return { sizes, axes: axes.length === inputSizes.length ? axes : [], findings };
}

function sameConfig(a: AxisConfig, b: AxisConfig): boolean {
  return (
    a.inputSize === b.inputSize &&
    a.kernelSize === b.kernelSize &&
    a.stride === b.stride &&
    a.dilation === b.dilation &&
    a.padding.before === b.padding.before &&
    a.padding.after === b.padding.after
  );
}

/** One axis as configured; null where a value is unknown or not one that the formula is defined for. */
function axisConfig(window: WindowParameters, axis: number, inputSize: Dim): AxisConfig | null {
  const kernelSize = window.kernel[axis] ?? null;
  const stride = window.stride[axis] ?? null;
  const dilation = window.dilation[axis] ?? null;
  if (typeof inputSize !== 'number' || kernelSize === null || stride === null || dilation === null)
    return null;
  if (refusedWindow(kernelSize, stride, dilation)) return null;
  const padding = paddingOfAxis(window.padding, axis, inputSize, kernelSize, stride, dilation);
  if (padding === null || !Number.isInteger(padding.before) || !Number.isInteger(padding.after)) return null;
  // `same` defines its own size, ⌈W/S⌉, which never refuses: with its padding that is what rounding down gives.
  const rounding = window.padding.kind.startsWith('same') ? 'floor' : window.rounding;
  return { inputSize, kernelSize, stride, dilation, padding, rounding };
}

/** Whether every input size comes out as it went in, so that a name does too. */
function keepsSize(window: WindowParameters, axis: number): boolean {
  if (window.stride[axis] !== 1) return false;
  if (window.padding.kind !== 'explicit') return true;
  const kernelSize = window.kernel[axis] ?? null;
  const dilation = window.dilation[axis] ?? null;
  const { before = null, after = null } = window.padding.sides[axis] ?? {};
  if (kernelSize === null || dilation === null || before === null || after === null) return false;
  return before + after === effectiveKernelSize(kernelSize, dilation) - 1;
}

const nothingLost = { tail: 0, gaps: 0, holes: 0 };

function axisReport(result: AxisResult): AxisReport {
  if (!result.ok) {
    const exact = result.refusal !== 'remainder-under-exact-rounding';
    return { exact, remainder: 0, tail: 0, lost: nothingLost, verdict: 'impossible', geometry: null };
  }
  const geometry = result.axis;
  const lost = lostPixels(geometry);
  return {
    exact: geometry.remainder === 0,
    remainder: geometry.remainder,
    tail: geometry.tail,
    lost,
    verdict: verdictOf(result, lost),
    geometry,
  };
}

function findingOf(
  result: AxisResult,
  report: AxisReport,
  axis: number,
  spatialRank: number,
  framework: Framework,
): Finding | null {
  if (!result.ok) {
    const { refusal: reason, config, numerator } = result;
    const field = reason === 'kernel-larger-than-input' ? 'kernel' : 'stride';
    return { code: 'impossible', reason, field, axes: [axis], config, numerator, spatialRank };
  }
  const misfit = { axes: [axis], geometry: result.axis, lost: report.lost, spatialRank };
  if (result.axis.numerator < 0 && conventions[framework].silentlyLargeKernel) {
    return { code: 'kernel-larger-than-input', field: 'kernel', ...misfit };
  }
  if (report.verdict === 'fits' || report.verdict === 'impossible') return null;
  return { code: report.verdict, field: 'stride', ...misfit };
}

/** Adds an axis' finding, or the axis to an equal finding of another one: a square layer has one problem, not two. */
function addFinding(findings: Finding[], finding: Finding): void {
  const equal = findings.findIndex((other) => sameButForAxes(other, finding));
  const other = findings[equal];
  if (other) findings[equal] = { ...other, axes: [...other.axes, ...finding.axes] };
  else findings.push(finding);
}

function sameButForAxes(a: Finding, b: Finding): boolean {
  return JSON.stringify({ ...a, axes: [] }) === JSON.stringify({ ...b, axes: [] });
}
