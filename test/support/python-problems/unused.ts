import { net, type Case } from './item.ts';

/** Layers that nothing uses, beside what reaches other layers without their names. */
export const unused: readonly Case[] = [
  {
    item: 'a layer that is never used',
    title: 'the last of a list, which a loop over a range leaves out',
    wrong: net(
      '1x3x8x8',
      ['self.blocks = nn.ModuleList([nn.Conv2d(3, 3, 1) for _ in range(4)])'],
      ['for i in range(3):', '    x = self.blocks[i](x)', 'return x'],
    ),
    code: 'unused-layer',
    at: '9:38–56 nn.Conv2d(3, 3, 1)',
    message:
      'self.blocks[3] is built, and forward never uses it. Its 12 parameters are saved with the model and never trained. Use it or remove it.',
    right: ['range(3)', 'range(4)'],
    fix: { none: 'the list may be too long, or the loop too short' },
  },
  {
    item: 'a layer that is never used',
    title: 'several of a list, by a number that the model keeps',
    wrong: net(
      '1x3x8x8',
      ['self.depth = 2', 'self.blocks = nn.ModuleList([nn.Conv2d(3, 3, 1) for _ in range(6)])'],
      ['for i in range(self.depth):', '    x = self.blocks[i](x)', 'return x'],
    ),
    code: 'unused-layer',
    at: '10:38–56 nn.Conv2d(3, 3, 1)',
    message:
      'self.blocks[2:6] is built, and forward never uses it. Its 48 parameters are saved with the model and never trained. Use it or remove it.',
    right: ['range(6)', 'range(self.depth)'],
    fix: { none: 'the list may be too long, or the loop too short' },
  },
  {
    item: 'a layer that is never used',
    title: 'beside a getattr of settings and one with the beginning of other names',
    wrong: net(
      '1x3x8x8',
      [
        'self.a = nn.Conv2d(3, 3, 1)',
        'self.conv0 = nn.ReLU()',
        'self.b = nn.Conv2d(3, 3, 1)',
        'self.rate = getattr(config, config.key, 1)',
      ],
      ["return getattr(self, f'conv{0}')(self.a(x))"],
    ).replace('__init__(self)', '__init__(self, config=None)'),
    code: 'unused-layer',
    at: '11:18–36 nn.Conv2d(3, 3, 1)',
    message:
      'self.b is built, and forward never uses it. Its 12 parameters are saved with the model and never trained. Use it or remove it.',
    right: ['self.a(x)', 'self.a(self.b(x))'],
    fix: { title: 'Remove self.b', lines: [] },
  },
  {
    item: 'a layer that is never used',
    title: 'whose weights are set with those of all others',
    wrong: net(
      '1x3x8x8',
      [
        'self.a = nn.Conv2d(3, 3, 1)',
        'self.b = nn.Conv2d(3, 3, 1)',
        'for layer in self.modules():',
        '    if isinstance(layer, nn.Conv2d):',
        '        nn.init.zeros_(layer.bias)',
      ],
      ['return self.a(x)'],
    ),
    code: 'unused-layer',
    at: '10:18–36 nn.Conv2d(3, 3, 1)',
    message:
      'self.b is built, and forward never uses it. Its 12 parameters are saved with the model and never trained. Use it or remove it.',
    right: ['self.a(x)', 'self.a(self.b(x))'],
    fix: { title: 'Remove self.b', lines: [] },
  },
];
