import { expect, test } from 'vitest';
import { isUltralytics } from '../../../../src/formats/ultralytics/recognize.ts';

const row = '[-1, 1, Conv, [64, 3, 2]]';

test.each([
  ['rows in brackets', 'yolo.yaml', `backbone:\n  - ${row}\nhead: []\n`, true],
  ['one list in brackets', 'yolo.yml', `nc: 80\nbackbone:\n  [\n    ${row}, # 0\n  ]\n`, true],
  ['Windows line ends', 'yolo.yaml', `nc: 80\r\nbackbone:\r\n  - ${row}\r\n`, true],
  ['a list of rows in from', 'yolo.yaml', 'backbone:\n  - [[-1, 6], 1, Concat, [1]]\n', true],
  ['as PyYAML writes it', 'yolo.yaml', 'backbone:\n- - -1\n  - 1\n  - Conv\n  - - 64\n    - 3\n', true],
  ['the standard input, which has no name', 'stdin', `backbone:\n  - ${row}\n`, true],
  ['a Python text that holds one', 'yolo.py', `yaml = '''\nbackbone:\n  - ${row}\n'''`, false],
  ['a data set', 'coco.yaml', 'path: ../coco\ntrain: images\nnames:\n  0: person\n', false],
  [
    'another project’s backbone',
    'net.yaml',
    'backbone:\n  name: resnet50\n  out_indices: [0, 1, 2, 3]\n',
    false,
  ],
  ['a backbone further in', 'net.yaml', `model:\n  backbone:\n  - ${row}\n`, false],
  ['a list of lists of numbers', 'net.yaml', 'backbone:\n  - [1, 2, [3, 4]]\n', false],
  ['nothing', 'net.yaml', '', false],
])('%s: %s', (_title, path, text, expected) => {
  expect(isUltralytics({ path, text })).toBe(expected);
});
