import { expect, test, vi } from 'vitest';
import { failureText } from '../../../../src/host/panels/failure-text.ts';
import { RpcError } from '../../../../src/protocol/rpc/error.ts';

vi.mock('vscode', () => ({
  l10n: {
    t: (said: string, ...values: readonly string[]) =>
      `⟨${said.replace(/\{(\d)\}/g, (_, place: string) => values[Number(place)] ?? '')}⟩`,
  },
}));

test.each([
  [
    new RpcError('worker-lost', 'The analysis worker has ended: exit code 1.'),
    '⟨The analysis has stopped. ConvLens starts it again.⟩',
  ],
  [new RpcError('timeout', 'network: 30000 ms'), '⟨No answer came in time. Try again, or a smaller input.⟩'],
  // Worded by the worker, in the language that it was started with.
  [new RpcError('refused', '没有这样的输入。'), '没有这样的输入。'],
  [new RpcError('failed', 'x is undefined'), '⟨ConvLens failed (x is undefined). Please report it.⟩'],
  [new TypeError('x is undefined'), '⟨ConvLens failed (x is undefined). Please report it.⟩'],
])('%s: what the panel says is what VS Code translates: %s', (error, said) => {
  expect(failureText(error)).toBe(said);
});
