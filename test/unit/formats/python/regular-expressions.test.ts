import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';

/** What Python 3.11 gives, as the sizes of a tensor. */
const cases: readonly (readonly [code: string, sizes: readonly number[]])[] = [
  ["[int(each) for each in re.findall(r'\\d+', 'c16_k3_s2')]", [16, 3, 2]],
  ["[len(each) for each in re.split(r'(\\d.*)', 'se0.25')]", [2, 4, 0]],
  ["[len(each) for each in re.split('[_.]', 'ir_r2_k3.5', maxsplit=2)]", [2, 2, 4]],
  ["[int(re.match(r'stage(?P<number>\\d+)', 'stage12.conv').group('number'))]", [12]],
  ["[*re.search(r'(\\d)x(\\d)', 'conv 3x5').groups()]", [3, 5]],
  ["[re.match('b', 'ab') is None and 7, re.fullmatch('a+', 'aab') is None and 8]", [7, 8]],
  ["[int(re.sub(r'layer(\\d)', r'\\1\\g<1>', 'layer4'))]", [44]],
  ["[int(re.sub('[ab]', lambda match: str(len(match[0]) + 1), 'ab'))]", [22]],
  ["[*re.compile('K', re.IGNORECASE).search('abk').span()]", [2, 3]],
  ["[int(each.group()) for each in re.compile(r'\\d').finditer('a4b5')]", [4, 5]],
];

describe('regular expressions', () => {
  test.each(cases)('%s', (code, sizes) => {
    const { models } = analyzeText(`import re
import torch
from torch import nn


class Net(nn.Module):
    # convlens: input=1
    def forward(self, x):
        return x.expand([int(each) for each in ${code} if int(each) >= 0])
`);
    expect(models[0]?.layers.at(-1)?.outputShapes).toEqual([sizes]);
  });

  test('one that may take for ever is not run', () => {
    const started = process.cpuUsage().user;
    const { models } = analyzeText(`import re
import torch
from torch import nn

length = 4 if re.match(r'(a+)+b', 'a' * 60) else 4
model = nn.Sequential(nn.Linear(3, length))
`);
    expect(models).toHaveLength(1);
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(5);
  });
});
