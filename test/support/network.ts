import { readFileSync } from 'node:fs';
import { analyze } from '../../src/formats/analyze.ts';
import type { FormatContext } from '../../src/formats/format.ts';
import { knownFormats } from '../../src/formats/known-formats.ts';
import { compileNetwork } from '../../src/language/program/compile-network.ts';
import type { CompiledNetwork } from '../../src/engine/session/compiled-network.ts';
import type { NormalizationMode } from '../../src/language/program/layer-scope.ts';
import type { ModelReport } from '../../src/model/report.ts';
import { emptyContext } from './format-context.ts';

/** The first model of a text, in the format of its path. */
export function modelOf(path: string, text: string, context: Partial<FormatContext> = {}): ModelReport {
  const { models } = analyze({ path, text }, knownFormats(), { ...emptyContext, ...context });
  const [model] = models;
  if (!model) throw new Error(`${path} holds no model.`);
  return model;
}

export function networkOf(
  path: string,
  text: string,
  { mode = 'training', ...context }: Partial<FormatContext> & { readonly mode?: NormalizationMode } = {},
): CompiledNetwork {
  return compileNetwork(modelOf(path, text, context), mode);
}

/** A network of ConvLens' own format with these layers. */
export function convlensNetwork(
  layers: string,
  input = '[3, 8, 8]',
  mode?: NormalizationMode,
): CompiledNetwork {
  const text = `input: ${input}\nlayers:\n${layers}\n`;
  return networkOf('model.convlens.yaml', text, mode ? { mode } : {});
}

export function exampleNetwork(name: string): CompiledNetwork {
  const path = new URL(`../../examples/${name}`, import.meta.url).pathname;
  return networkOf(path, readFileSync(path, 'utf8'));
}
