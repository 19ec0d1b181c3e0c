import type { Selection } from '../../engine/trace/lesson.ts';
import { networkForms, type NetworkForm, type PanelPlace } from '../../protocol/panel.ts';
import { isPanelPlace } from '../../protocol/panel-guards.ts';
import { readChoices, writeChoices } from './link-choices.ts';
import { readSizes, writeSizes } from './link-sizes.ts';

/** What a link leads to: a place in the panel of one model. */
export interface PanelLink {
  /** Null: the built-in example. */
  readonly file: LinkedFile | null;
  readonly place: PanelPlace;
}

export interface LinkedFile {
  /** Name of the workspace folder: the same file may be in several. */
  readonly folder: string;
  /** Path inside of the folder, with `/`. */
  readonly path: string;
  readonly model: number;
}

export type ReadLink =
  | { readonly kind: 'link'; readonly link: PanelLink }
  /** `part` is the parameter that is missing or not as it should be. */
  | { readonly kind: 'unreadable'; readonly part: string };

/** How a link that does not say so shows the network. */
const usualForm: NetworkForm = 'graph';

const selectionParts = [
  'batch',
  'inChannel',
  'outChannel',
  'outSlice',
  'kernelSlice',
] as const satisfies readonly (keyof Selection)[];

/** A link as the query of an address: `folder=nets&path=lenet.convlens.yaml&model=0&view=layer&layer=conv1&…` */
export function writeLink({ file, place }: PanelLink): string {
  const { form, field, sizes = [], selection, values, options, ...names } = place;
  const choices = values && options ? writeChoices({ values, options }) : {};
  const tried = sizes.length > 0 ? { sizes: writeSizes(sizes) } : {};
  const shown = form !== undefined && form !== usualForm ? { form } : {};
  const parts = Object.entries({ ...file, ...names, ...shown, ...field, ...tried, ...selection, ...choices });
  return new URLSearchParams(parts.map(([name, value]) => [name, String(value)])).toString();
}

/** The link of a query; anyone can write one, so that all of it is checked. */
export function readLink(query: string): ReadLink {
  const parts = new URLSearchParams(query);
  const unreadable = (part: string): ReadLink => ({ kind: 'unreadable', part });
  const numbers = new Map<string, number>();
  for (const name of ['model', 'nth', 'step', 'row', 'column', ...selectionParts]) {
    const text = parts.get(name);
    if (text === null) continue;
    if (!/^\d{1,9}$/.test(text)) return unreadable(name);
    numbers.set(name, Number(text));
  }
  const texts = Object.fromEntries(
    ['view', 'layer', 'pass', 'stage'].flatMap((name) => {
      const text = parts.get(name);
      return text === null ? [] : [[name, text]];
    }),
  );
  const nth = numbers.get('nth');
  const step = numbers.get('step');
  const row = numbers.get('row');
  const column = numbers.get('column');
  if (row === undefined && column !== undefined) return unreadable('row');
  if (column === undefined && row !== undefined) return unreadable('column');
  const selection = Object.fromEntries(
    selectionParts.flatMap((name) => {
      const chosen = numbers.get(name);
      return chosen === undefined ? [] : [[name, chosen]];
    }),
  );
  const sizes = readSizes(parts.get('sizes'));
  if (sizes === null) return unreadable('sizes');
  const form = networkForms.find((each) => each === (parts.get('form') ?? usualForm));
  if (form === undefined) return unreadable('form');
  const choices = readChoices(parts);
  if (typeof choices === 'string') return unreadable(choices);
  const place: unknown = {
    ...texts,
    ...(nth !== undefined && { nth }),
    ...(step !== undefined && { step }),
    ...(row !== undefined && { field: { row, column } }),
    ...(texts['view'] !== 'example' && { sizes }),
    ...(Object.keys(selection).length > 0 && { selection }),
    ...(texts['view'] === 'network' ? { form } : choices),
  };
  if (!isPanelPlace(place)) return unreadable('view');
  if (place.view === 'example') return { kind: 'link', link: { file: null, place } };
  if (place.view === 'layer' && place.layer === undefined) return unreadable('layer');
  const path = parts.get('path');
  if (path === null || !isInside(path)) return unreadable('path');
  const file = { folder: parts.get('folder') ?? '', path, model: numbers.get('model') ?? 0 };
  return { kind: 'link', link: { file, place } };
}

/** Whether a path stays inside of the folder that it starts from, on every system. */
const isInside = (path: string): boolean =>
  path.length <= 4_096 &&
  !/[\\:\0]/.test(path) &&
  path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
