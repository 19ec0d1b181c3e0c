import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze } from '../../../src/formats/analyze.ts';
import { configFormats } from '../../../src/formats/config-formats.ts';
import { changedNetwork, networkChange } from '../../../src/protocol/network-change.ts';
import { networkView } from '../../../src/scene/network/network-view.ts';
import type { NetworkView } from '../../../src/scene/network/view.ts';
import { LineIndex } from '../../../src/util/line-index.ts';
import { emptyContext } from '../../support/format-context.ts';

const formats = configFormats();

function viewOf(path: string, text: string): NetworkView | null {
  const [model] = analyze({ path, text }, formats, emptyContext).models;
  const lines = new LineIndex(text);
  return model ? networkView(model, ({ start }) => lines.position(start).line) : null;
}

const example = (name: string) => readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');

const paths = ['lenet.prototxt', 'residual.convlens.yaml', 'unet.convlens.yaml', 'tiny-detector.cfg'];

const change = fc.record({
  at: fc.nat(),
  length: fc.nat(3),
  piece: fc.constantFrom('', '1', '2', '64', '-', '\n', 'name', 'conv', ': ', 'x'),
});

/** As VS Code's messages go. */
const sent = <T>(data: T): T => JSON.parse(JSON.stringify(data)) as T;

test.each(paths)(
  '%s: a network with the change that an edit makes is the network of the new text',
  (path) => {
    const text = example(path);
    let changes = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (edits) => {
        let written = text;
        let before = viewOf(path, text);
        for (const { at, length, piece } of edits) {
          const offset = at % (written.length + 1);
          written = written.slice(0, offset) + piece + written.slice(offset + length);
          const after = viewOf(path, written);
          const made = before && after && networkChange(before, after);
          if (before && made) {
            changes++;
            const changed = changedNetwork(sent(before), sent(made));
            expect(changed).toEqual(sent(after));
            const touched = new Set(made.layers.map(([place]) => place));
            const same = changedNetwork(before, made).layers;
            expect(same.every((layer, place) => touched.has(place) || layer === before?.layers[place])).toBe(
              true,
            );
          }
          before = after;
        }
      }),
      { numRuns: 25 },
    );
    expect(changes).toBeGreaterThan(12);
  },
);

test('a network has not changed of itself', () => {
  const [path = ''] = paths;
  const [once, again] = [viewOf(path, example(path)), viewOf(path, example(path))];
  expect(once && again && networkChange(once, again)).toEqual({ layers: [], others: {} });
});
