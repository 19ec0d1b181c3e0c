import { describe, expect, test } from 'vitest';
import { isDarknet } from '../../../../src/formats/darknet/recognize.ts';

describe('a text is a Darknet cfg', () => {
  test.each([
    ['[net]\nwidth=416\n', true],
    ['[network]\nheight = 9\n', true],
    ['# a comment\n\n ; another\n[ net ]\nbatch=64', true],
    ['[net]\r\nwidth=416\r\n', true],
    ['[net]', true],
    ['[net]\nmine=1\n[conv]\n', true],
    ['[convolutional]\nfilters=3\n[net]\n', false],
    ['width=4\n[net]\n', false],
    ['[network]\nip=10.0.0.1\nmask=255.0.0.0\n', false],
    ['[network]\nip=10.0.0.1\n[database]\n', false],
    ['[section]\nwidth=4\n', false],
    ['', false],
    ['\0\0\0', false],
    ['{"net": 1}', false],
  ])('%j: %s', (text, expected) => {
    expect(isDarknet(text)).toBe(expected);
  });
});
