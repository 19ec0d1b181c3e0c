import type { Lesson, PassId } from '../../engine/trace/lesson.ts';
import type { Words } from '../words/english.ts';

export type TabId = 'forward' | 'data' | 'weights' | 'im2col' | 'sharing' | 'reads' | 'code';

/** Passes that show one thing in several ways stand under one tab. */
const tabOfPass: Readonly<Record<PassId, TabId>> = {
  forward: 'forward',
  'forward-scatter': 'forward',
  'forward-agree': 'forward',
  'backward-data': 'data',
  'backward-data-scatter': 'data',
  'backward-data-agree': 'data',
  'backward-weights': 'weights',
  im2col: 'im2col',
  'im2col-data': 'im2col',
  'im2col-weights': 'im2col',
  sharing: 'sharing',
  reads: 'reads',
  'code-forward': 'code',
  'code-formula': 'code',
  'code-scatter': 'code',
  'code-bounds': 'code',
  'code-backward': 'code',
};

export const tabOf = (pass: PassId): TabId => tabOfPass[pass];

/** What a tab is called: the inputs of a transposed convolution do not read, they write. */
export const tabTitle = ({ operation }: Pick<Lesson, 'operation'>, id: TabId, words: Words): string =>
  id === 'reads' && operation === 'transposed-convolution'
    ? words.lesson.transposed.tab
    : words.lesson.tabs[id];

export interface Tab {
  readonly id: TabId;
  /** Places in `Lesson.passes`, with their ids. */
  readonly ways: readonly { readonly pass: number; readonly id: PassId }[];
}

/** A lesson's tabs, in the order of its passes. */
export function tabsOf({ passes }: Pick<Lesson, 'passes'>): Tab[] {
  const tabs = new Map<TabId, { pass: number; id: PassId }[]>();
  passes.forEach(({ id }, pass) => {
    const ways = tabs.get(tabOf(id)) ?? [];
    ways.push({ pass, id });
    tabs.set(tabOf(id), ways);
  });
  return [...tabs].map(([id, ways]) => ({ id, ways }));
}

/** A view that a layer of windows has not, and why. */
export interface AbsentTab {
  readonly id: TabId;
  readonly reason: 'columns-of-convolutions' | 'pools-learn-nothing';
}

/** Views of a convolution that this kind of it cannot have. */
export function absentTabs({ operation }: Pick<Lesson, 'operation'>): readonly AbsentTab[] {
  switch (operation) {
    case 'transposed-convolution':
      return [{ id: 'im2col', reason: 'columns-of-convolutions' }];
    case 'max-pool':
    case 'average-pool':
      return [
        { id: 'weights', reason: 'pools-learn-nothing' },
        { id: 'sharing', reason: 'pools-learn-nothing' },
      ];
    case 'convolution':
    case 'relu':
    case 'linear':
    case 'chain':
      return [];
  }
}
