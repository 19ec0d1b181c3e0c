import { blockFields } from './block.ts';
import { inputFields } from './input.ts';
import { layerCatalog } from './layers/catalog.ts';
import type { FieldSpec, FieldType } from './layers/field-spec.ts';
import type { LayerSpec } from './layers/layer-spec.ts';
import { fileFields, modelFields } from './model.ts';
import { maximumSize } from './values.ts';
import { commonFields } from './written-layer.ts';

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** The JSON Schema of the format, from the same descriptions of layers and fields that its reader uses. */
export function convlensSchema(): Schema {
  const definitions = Object.fromEntries(layerCatalog.map((spec) => [spec.name, layerSchema(spec)]));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'ConvLens model',
    description: 'Layers of a convolutional network with their sizes. See docs/format.md of ConvLens.',
    type: 'object',
    properties: {
      ...described(fileFields, {
        models: { type: 'object', additionalProperties: { $ref: '#/definitions/model' } },
        $schema: { type: 'string' },
      }),
      ...modelProperties(),
    },
    additionalProperties: false,
    definitions: {
      ...definitions,
      model: { type: 'object', properties: modelProperties(), additionalProperties: false },
      layer: anyLayerSchema(),
      block: blockSchema(),
      input: inputSchema(),
      padding: paddingSchema(false),
      paddingOrWord: paddingSchema(true),
      names: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }] },
      numbers: { anyOf: [{ type: 'number' }, { type: 'array', items: { $ref: '#/definitions/numbers' } }] },
    },
  };
}

function modelProperties(): Schema {
  const input = { $ref: '#/definitions/input' };
  return described(modelFields, {
    name: { type: 'string' },
    description: { type: 'string' },
    input,
    inputs: { type: 'object', additionalProperties: input, minProperties: 1 },
    rounding: { enum: ['exact', 'floor', 'ceil'] },
    layers: layersSchema,
  });
}

const layersSchema: Schema = { type: 'array', items: { $ref: '#/definitions/layer' } };
const size: Schema = { type: 'integer', minimum: 1, maximum: maximumSize };
const nameSchema: Schema = { type: ['string', 'number'], description: commonFields.name };
const fromSchema: Schema = { allOf: [{ $ref: '#/definitions/names' }], description: commonFields.from };

/** Layers are checked by name only where the name is the documented one; other spellings are the reader's matter. */
function anyLayerSchema(): Schema {
  const byName = layerCatalog.map((spec): readonly [string, Schema] => [
    spec.name,
    { allOf: [{ $ref: `#/definitions/${spec.name}` }], description: spec.description },
  ]);
  return {
    anyOf: [
      { type: 'string', examples: layerCatalog.map(({ name }) => name) },
      {
        type: 'object',
        minProperties: 1,
        properties: {
          block: { allOf: [{ $ref: '#/definitions/block' }], description: 'Layers that belong together.' },
          ...Object.fromEntries(byName),
          type: { type: 'string', description: 'The type of the layer, where it is not the key.' },
          name: nameSchema,
          from: fromSchema,
        },
      },
    ],
  };
}

function layerSchema(spec: LayerSpec): Schema {
  const fields: Schema = {
    type: 'object',
    properties: { ...fieldSchemas(spec.fields), name: nameSchema, from: fromSchema },
    additionalProperties: false,
  };
  const shorthand = spec.shorthand === undefined ? undefined : spec.fields[spec.shorthand];
  return {
    anyOf: [
      fields,
      { type: 'null' },
      ...(shorthand === undefined ? [] : [fieldSchema(shorthand)]),
      ...(spec.joins === true ? [fromSchema] : []),
    ],
  };
}

function fieldSchemas(fields: LayerSpec['fields']): Schema {
  return Object.fromEntries(Object.entries(fields).map(([name, spec]) => [name, fieldSchema(spec)]));
}

function fieldSchema({ type, description }: FieldSpec): Schema {
  return { ...typeSchema(type), description };
}

function typeSchema(type: FieldType): Schema {
  switch (type.kind) {
    case 'whole':
      return whole(type.minimum);
    case 'wholes':
      return { anyOf: [whole(type.minimum), { type: 'array', items: whole(type.minimum), minItems: 1 }] };
    case 'per-axis': {
      const number: Schema =
        type.fractional === true
          ? { type: 'number', exclusiveMinimum: 0, maximum: maximumSize }
          : whole(type.minimum);
      const item = type.keeps === true ? { anyOf: [number, { type: 'null' }] } : number;
      return { anyOf: [number, { type: 'array', items: item, minItems: 1, maxItems: 3 }] };
    }
    case 'padding':
      return { allOf: [{ $ref: `#/definitions/${type.words ? 'paddingOrWord' : 'padding'}` }] };
    case 'switch':
      return { type: 'boolean' };
    case 'number':
      return { type: 'number' };
    case 'choice':
      return { enum: [...type.choices] };
    case 'values':
      return { $ref: '#/definitions/numbers' };
    case 'bias':
      return { anyOf: [{ type: 'boolean' }, { type: 'array', items: { type: 'number' }, minItems: 1 }] };
  }
}

function whole(minimum: number | undefined): Schema {
  return { type: 'integer', minimum: minimum ?? -maximumSize, maximum: maximumSize };
}

function paddingSchema(words: boolean): Schema {
  const cells = whole(0);
  const pair = { type: 'array', items: cells, minItems: 2, maxItems: 2 };
  const sides = ['before', 'after', 'top', 'bottom', 'left', 'right', 'front', 'back'];
  return {
    anyOf: [
      cells,
      { type: 'array', items: { anyOf: [cells, pair] }, minItems: 1, maxItems: 3 },
      {
        type: 'object',
        properties: Object.fromEntries(sides.map((side) => [side, cells])),
        additionalProperties: false,
      },
      ...(words ? [{ enum: ['same', 'valid'] }] : []),
    ],
  };
}

function blockSchema(): Schema {
  const properties = {
    ...described(blockFields, { layers: layersSchema, repeat: size }),
    name: nameSchema,
    from: fromSchema,
  };
  return {
    anyOf: [
      { type: 'string' },
      { type: 'null' },
      { type: 'object', properties, additionalProperties: false },
    ],
  };
}

function inputSchema(): Schema {
  const rows = {
    type: 'array',
    items: { type: 'array', items: { type: 'number' }, minItems: 1 },
    minItems: 1,
  };
  const properties = described(inputFields, {
    channels: size,
    size: { anyOf: [size, { type: 'array', items: size, minItems: 1, maxItems: 3 }] },
    height: size,
    width: size,
    depth: size,
    length: size,
    batch: size,
    shape: { type: 'array', items: size, minItems: 1 },
    values: { anyOf: [rows, { type: 'array', items: rows, minItems: 1 }] },
  });
  return {
    anyOf: [
      size,
      { type: 'array', items: size, minItems: 2, maxItems: 5 },
      { type: 'string', pattern: '^[0-9]+([x×][0-9]+){1,4}$' },
      { type: 'object', properties, additionalProperties: false },
    ],
  };
}

/** Adds its description to each schema. */
function described<Key extends string>(
  descriptions: Readonly<Record<Key, string>>,
  schemas: Readonly<Record<Key, Schema>>,
): Schema {
  const keys = Object.keys(descriptions) as Key[];
  return Object.fromEntries(
    keys.map((key) => {
      const inner: Schema = '$ref' in schemas[key] ? { allOf: [schemas[key]] } : schemas[key];
      return [key, { ...inner, description: descriptions[key] }];
    }),
  );
}
