import { analyze } from '../../../src/formats/analyze.ts';
import { knownFormats } from '../../../src/formats/known-formats.ts';
import { surveyDocument } from '../../../src/formats/size-survey.ts';
import { median } from './median.ts';

const layers = 100;
const sizes = { from: 1, to: 1000 };
/** Milliseconds, after the first few times. */
const most = 100;
const rounds = 9;

/** Residual blocks of Darknet with a pool every 20 layers. */
function network(): string {
  const layer = (index: number): string => {
    if (index % 20 === 19) return '[maxpool]\nsize=2\nstride=2\n';
    if (index % 5 === 4) return '[shortcut]\nfrom=-3\nactivation=linear\n';
    return `[convolutional]\nbatch_normalize=1\nfilters=64\nsize=${index % 2 === 0 ? 3 : 1}\nstride=1\npad=1\nactivation=leaky\n`;
  };
  return `[net]\nwidth=416\nheight=416\nchannels=3\n\n${Array.from({ length: layers }, (_, index) => layer(index)).join('\n')}`;
}

/** Which of 1,000 input sizes suit a network of 100 layers. */
export function measureCleanSizes(): boolean {
  const document = { path: 'network.cfg', text: network() };
  const formats = knownFormats(() => performance.now());
  const context = { inputs: [], readFile: () => null };
  const analysis = analyze(document, formats, context);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    const [survey] = surveyDocument({ document, analysis, formats, context }, 0, sizes);
    times.push(performance.now() - started);
    if (survey?.grades.length !== sizes.to) throw new Error('The sizes were not tried.');
  }
  const time = median(times);
  const missed = time > most ? ': MISSED' : '';
  console.log(
    `Clean sizes, ${sizes.to} sizes of ${layers} layers: ${time.toFixed(1)} ms (at most ${most}${missed}); the first time ${(times[0] ?? NaN).toFixed(1)} ms`,
  );
  return time <= most;
}
