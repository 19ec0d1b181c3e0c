import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { convlens } from '../../support/terminal.ts';

const root = new URL('../../../', import.meta.url);
const schema = JSON.parse(readFileSync(new URL('media/sizes.schema.json', root), 'utf8')) as object;
const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

const unet = `[net]
width=48
height=48
channels=3
[convolutional]
filters=8
size=3
pad=1
[maxpool]
stride=2
size=2
padding=0
[maxpool]
stride=2
size=2
padding=0
[upsample]
stride=4
[route]
layers=-1,0
[convolutional]
filters=8
`;

const oblong = `[net]
width=64
height=33
channels=3
[convolutional]
filters=8
size=3
stride=2
`;

const python = `from torch import nn

# convlens: input=1x1x28x28
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 5)
        self.pool = nn.MaxPool2d(2)
        self.out = nn.Linear(4 * 12 * 12, 10)

    def forward(self, x):
        x = self.pool(self.conv(x))
        return self.out(x.view(x.size(0), -1))
`;

describe('sizes', () => {
  test('a network that halves twice and joins what it had: every multiple of 4', async () => {
    const { out, code } = await convlens(['sizes', 'unet.cfg'], { 'unet.cfg': unet });
    expect(code).toBe(0);
    expect(out).toBe(`unet
height and width alike, sizes 1 to 1024, now 48

                now  smallest  below  above  sizes
fits exactly    yes  4         44     52     multiples of 4
loses no pixel  yes  4         44     52     multiples of 4
runs            yes  4         44     52     multiples of 4

It works for every multiple of 4.
`);
  });

  test('an input that is wider than high: axis by axis', async () => {
    const { out, code } = await convlens(['sizes', 'a.cfg', '--from', '1', '--to', '20'], {
      'a.cfg': oblong,
    });
    expect(code).toBe(0);
    expect(out).toBe(`a
height, sizes 1 to 20, now 33

                now  smallest  below  above  sizes
fits exactly    –    3         19     –      2·k + 1 from 3
loses no pixel  –    2         19     –      2·k + 1 from 3, and others below
runs            –    2         20     –      every size from 2

width, sizes 1 to 20, now 64

                now  smallest  below  above  sizes
fits exactly    –    3         19     –      2·k + 1 from 3
loses no pixel  –    2         19     –      2·k + 1 from 3, and others below
runs            –    2         20     –      every size from 2
`);
  });

  test('Python: each size is read anew, near the present one', async () => {
    const { out, code } = await convlens(['sizes', 'net.py'], { 'net.py': python });
    expect(code).toBe(0);
    expect(out).toBe(`Net
height and width alike, sizes 1 to 60, now 28

                now  smallest  below  above  sizes
fits exactly    yes  28        –      –      28
loses no pixel  yes  28        –      –      28
runs            yes  28        –      29     28–29
`);
  });

  test('a size that does not run: exit code 1', async () => {
    const { code } = await convlens(['sizes', 'unet.cfg', '--input', '1x3x50x50'], { 'unet.cfg': unet });
    expect(code).toBe(1);
  });

  test.each([
    ['unet.cfg', unet, [4, 1024]],
    ['a.cfg', oblong, [3, 1023]],
    ['net.py', python, [28, 28]],
  ])('--format json of %s follows the schema of the package', async (name, text, [first, last]) => {
    const { out } = await convlens(['sizes', name, '--format', 'json'], { [name]: text });
    const report = JSON.parse(out) as {
      models: { surveys: { fits: { ranges: [number, number][] } }[] }[];
    };
    validate(report);
    expect(validate.errors).toBeNull();
    const ranges = report.models[0]?.surveys[0]?.fits.ranges;
    expect([ranges?.[0]?.[0], ranges?.at(-1)?.[1]]).toEqual([first, last]);
  });

  test.each([
    [['sizes'], 'takes one file'],
    [['sizes', 'a.cfg', '--from', '0'], '--from takes a whole number from 1'],
    [['sizes', 'a.cfg', '--from', '9', '--to', '3'], '--to takes a whole number from 9'],
    [['sizes', 'a.cfg', '--to', '1000000'], '--to takes at most 100000'],
  ])('%j: exit code 2', async (args, says) => {
    const { code, error } = await convlens(args, { 'a.cfg': oblong });
    expect(code).toBe(2);
    expect(error).toContain(says);
  });
});
