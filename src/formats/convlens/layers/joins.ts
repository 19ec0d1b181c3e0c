import { defineLayer, type LayerSpec } from './layer-spec.ts';
import { unreadable } from '../unknown.ts';

const concat = defineLayer({
  name: 'concat',
  synonyms: ['cat', 'concatenate', 'route'],
  description: 'Puts its inputs one behind the other, along the channels unless `dim` says otherwise.',
  joins: true,
  fields: {
    dim: {
      type: { kind: 'whole' },
      description: 'The dimension; 1 is the channels. Default 1.',
      source: 'axis',
    },
  },
  build(read) {
    const axis = read.whole('dim', 1);
    return axis === null ? unreadable() : { kind: 'concat', axis };
  },
});

const combinations = [
  { name: 'add', synonyms: ['sum', 'residual', 'shortcut'], description: 'Adds its inputs cell by cell.' },
  { name: 'subtract', synonyms: ['sub'], description: 'Takes the second input from the first.' },
  { name: 'multiply', synonyms: ['mul'], description: 'Multiplies its inputs cell by cell.' },
  { name: 'divide', synonyms: ['div'], description: 'Divides the first input by the second.' },
  { name: 'maximum', synonyms: [], description: 'The larger of its inputs in each cell.' },
  { name: 'minimum', synonyms: [], description: 'The smaller of its inputs in each cell.' },
  { name: 'average', synonyms: [], description: 'The average of its inputs in each cell.' },
] as const;

export const joinLayers: readonly LayerSpec[] = [
  concat,
  ...combinations.map(({ name, synonyms, description }) =>
    defineLayer({
      name,
      synonyms,
      description: `${description} A size of 1 is stretched to the other's.`,
      joins: true,
      fields: {},
      build: () => ({ kind: 'combine', name, broadcast: 'numpy' }),
    }),
  ),
];
