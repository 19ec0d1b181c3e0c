import type { Format, SourceDocument } from '../../../formats/format.ts';
import type { Content } from '../../../protocol/analysis.ts';
import { CancellationSource } from '../../../util/cancellation.ts';
import { analysisHandlers } from '../handlers.ts';
import { configSamples } from './config-samples.ts';

/** After so many rounds the engine has compiled what an analysis of a config runs. */
const rounds = 12;
/** Lines whose hints an editor asks for. */
const shown = { start: { line: 0, character: 0 }, end: { line: 60, character: 0 } };

/** Opens and edits small configs as an editor does. Each step is one analysis. */
export function* configSteps(formats: readonly Format[]): Generator<void> {
  const handlers = analysisHandlers(formats);
  const { token } = new CancellationSource();
  const show = ({ path }: SourceDocument, version: number, content: Content): void => {
    const document = { uri: path, version };
    void handlers.analyze({ ...document, path, content, choices: { inputs: [] }, severities: {} }, { token });
    void handlers.hints({ ...document, range: shown }, { token });
  };
  for (let round = 1; round <= rounds; round++) {
    for (const sample of configSamples(round)) {
      const { text } = sample;
      show(sample, 1, { kind: 'text', text });
      yield;
      const edits = [{ offset: text.lastIndexOf('3'), length: 1, text: '5' }];
      show(sample, 2, { kind: 'edits', base: 1, edits, length: text.length });
      void handlers.forget({ uri: sample.path }, { token });
      yield;
    }
  }
}
