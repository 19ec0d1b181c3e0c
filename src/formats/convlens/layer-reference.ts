import { layerCatalog } from './layers/catalog.ts';
import type { FieldSpec, FieldType } from './layers/field-spec.ts';
import type { LayerSpec } from './layers/layer-spec.ts';
import { commonFields } from './written-layer.ts';

/** The page of the documentation that lists every layer with its fields, in Markdown. */
export function layerReference(): string {
  const common = Object.entries(commonFields).map(([name, description]) => `- \`${name}\`: ${description}`);
  return [
    '# Layers of ConvLens’ own format',
    'Every layer may have these fields besides its own:',
    common.join('\n'),
    'Where a value alone stands for a field, as in `max_pool: 2`, that field is marked with *.',
    ...layerCatalog.map(layerSection),
  ]
    .join('\n\n')
    .concat('\n');
}

function layerSection(spec: LayerSpec): string {
  const synonyms = spec.synonyms.map((name) => `\`${name}\``).join(', ');
  const parts = [`## ${spec.name}`, spec.description];
  if (synonyms !== '') parts.push(`Also: ${synonyms}.`);
  const fields = Object.entries(spec.fields);
  if (fields.length > 0) {
    const rows = fields.map(([name, field]) => fieldRow(name, field, spec.shorthand === name));
    parts.push(['| field | value | meaning |', '|---|---|---|', ...rows].join('\n'));
  }
  return parts.join('\n\n');
}

function fieldRow(name: string, { type, description, required }: FieldSpec, isShorthand: boolean): string {
  const need = required === true ? ' Required.' : '';
  return `| \`${name}\`${isShorthand ? '*' : ''} | ${valueOf(type)} | ${description}${need} |`;
}

function valueOf(type: FieldType): string {
  switch (type.kind) {
    case 'whole':
      return type.minimum === undefined ? 'whole number' : `whole number from ${type.minimum}`;
    case 'wholes':
      return 'whole numbers';
    case 'per-axis':
      return type.fractional === true ? 'number, or one for each axis' : 'whole number, or one for each axis';
    case 'padding':
      return 'padding';
    case 'switch':
      return 'true, false';
    case 'number':
      return 'number';
    case 'choice':
      return type.choices.map((choice) => `\`${choice}\``).join(', ');
    case 'values':
      return 'numbers in lists';
    case 'bias':
      return 'true, false, numbers';
  }
}
