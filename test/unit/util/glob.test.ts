import { expect, test } from 'vitest';
import { globPattern } from '../../../src/util/glob.ts';

test.each([
  ['**/*.cfg', '/home/a/net.cfg', true],
  ['**/*.cfg', 'net.cfg', true],
  ['*.cfg', 'models/net.cfg', false],
  ['models/*.cfg', 'models/net.cfg', true],
  ['./models/*.cfg', 'models/net.cfg', true],
  ['models/**', 'models/a/b.json', true],
  ['**/{backbones,heads}/*.{yaml,yml}', 'x/heads/a.yml', true],
  ['{*.cfg,models/**}', 'models/a/b', true],
  ['net?.cfg', 'net1.cfg', true],
  ['net?.cfg', 'net12.cfg', false],
  ['net[0-9].cfg', 'net7.cfg', true],
  ['net[!0-9].cfg', 'net7.cfg', false],
  ['a.b', 'axb', false],
  ['net[', 'net[', true],
])('%s, %s: %s', (glob, path, matches) => {
  expect(globPattern(glob).test(path)).toBe(matches);
});
