import { describe, expect, test } from 'vitest';
import { convlens } from '../../support/terminal.ts';

const files = {
  'a.cfg': '[net]\nwidth=14\nheight=14\nchannels=3\n[mine]\nstride=2\n[convolutional]\nfilters=4\n',
  'rules.json': '{"layers": {"mine": "N, C, H/{stride}, W/{stride}"}}',
  'settings.json':
    '{\n  // of the workspace\n  "editor.tabSize": 2,\n  "convlens.layers": {"mine": "same",},\n}',
  'odd.json': '{"layers": {"mine": "N, C, H/3, W"}}',
  'empty.json': '{"rules": {}}',
  'broken.json': '{"layers": ',
  'list.json': '{"layers": ["same"]}',
};

describe('--config', () => {
  test.each([
    ['rules.json', '3×7×7'],
    ['settings.json', '3×14×14'],
  ])('%s: a layer of its own gives %s', async (config, shape) => {
    const { out, code } = await convlens(['shapes', 'a.cfg', '--config', config], files);
    expect(out).toMatch(new RegExp(`^0 +mine +${shape} `, 'm'));
    expect(out).toMatch(new RegExp(`^1 +convolutional +4×${shape.slice(2)} `, 'm'));
    expect(code).toBe(0);
  });

  test('a rule that does not fit is an error at the layer', async () => {
    const { out, code } = await convlens(['check', 'a.cfg', '--config', 'odd.json'], files);
    expect(out).toBe(
      'a.cfg:5:1: error: The rule that you declared for mine gives H/3 = 14/3 ≈ 4.67, which is no size. Round it there with floor() or ceil(), or change the layer. [layer-rule]\n1 file: 1 error\n',
    );
    expect(code).toBe(1);
  });

  test.each([
    ['none.json', 'none.json cannot be read: there is no such file.'],
    ['broken.json', 'broken.json is not a JSON object.'],
    ['empty.json', 'empty.json has no `layers`: an object such as {"layers": {"MyLayer": "same"}}.'],
    ['list.json', 'list.json has no `layers`: an object such as {"layers": {"MyLayer": "same"}}.'],
  ])('%s: %s', async (config, message) => {
    const { error, code } = await convlens(['shapes', 'a.cfg', '--config', config], files);
    expect(error).toBe(`convlens: ${message}\n`);
    expect(code).toBe(2);
  });
});
