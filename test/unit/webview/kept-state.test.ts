import { expect, test } from 'vitest';
import { isPanelState } from '../../../src/protocol/panel-guards.ts';
import { keptState } from '../../../webview/app/kept-state.ts';
import { initialState } from '../../../webview/app/state.ts';

test('the panel of the example belongs to no document, and comes back as that', () => {
  const kept = keptState({ ...initialState, content: { state: 'example' }, view: 'example' });
  expect(kept).toMatchObject({ document: null, view: 'example' });
  expect(isPanelState(kept)).toBe(true);
});

test('a pinned panel comes back pinned', () => {
  const document = { uri: 'file:///a.cfg', name: 'a.cfg' };
  const kept = keptState({ ...initialState, content: { state: 'loading', document }, pinned: true });
  expect(kept).toMatchObject({ document: document.uri, pinned: true });
});

test('before there is content, nothing replaces what was kept', () => {
  expect(keptState(initialState)).toBeNull();
});
