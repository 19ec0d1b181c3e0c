import { expect, test } from 'vitest';
import { isPanelState } from '../../../src/protocol/panel-guards.ts';
import { keptState } from '../../../webview/app/kept-state.ts';
import { initialState } from '../../../webview/app/state.ts';

const page = { panel: '0123456789abcdef', seen: null, scrolled: {} };

test('the panel of the example belongs to no document, and comes back as that', () => {
  const kept = keptState({ ...initialState, content: { state: 'example' }, view: 'example' }, page);
  expect(kept).toMatchObject({ document: null, view: 'example' });
  expect(isPanelState(kept)).toBe(true);
});

test('a pinned panel comes back pinned', () => {
  const document = { uri: 'file:///a.cfg', name: 'a.cfg' };
  const kept = keptState({ ...initialState, content: { state: 'loading', document }, pinned: true }, page);
  expect(kept).toMatchObject({ document: document.uri, pinned: true });
});

test('before there is content, nothing replaces what was kept', () => {
  expect(keptState(initialState, page)).toBeNull();
});

test('a run that is under way, what is compared with, and files’ names are kept: the rest is computed or read again', () => {
  const bytes = new Uint8Array(4);
  const kept = keptState(
    {
      ...initialState,
      content: { state: 'example' },
      run: { kind: 'running' },
      options: {
        ...initialState.options,
        given: [{ kind: 'picture', tensor: 'X', name: 'a.png', width: 2, height: 1, bytes }],
      },
    },
    {
      ...page,
      seen: { as: 'across a', x: -3, y: 4, zoom: 2, shown: 'conv' },
      scrolled: { table: { top: 300, layer: null } },
    },
  );
  expect(kept).toMatchObject({
    ran: true,
    comparison: null,
    options: { given: [] },
    files: [{ kind: 'picture', tensor: 'X', name: 'a.png', width: 2, height: 1 }],
    seen: { as: 'across a', x: -3, y: 4, zoom: 2 },
    scrolled: { table: { top: 300, layer: null } },
  });
  expect(isPanelState(JSON.parse(JSON.stringify(kept)))).toBe(true);
});
