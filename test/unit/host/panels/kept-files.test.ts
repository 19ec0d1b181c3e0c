import { expect, test } from 'vitest';
import { KeptFiles, mostKept, type OwnFolder } from '../../../../src/host/panels/kept-files.ts';

/** A folder in memory; each file that is written is newer than the one before. */
function folder() {
  const files = new Map<string, { readonly bytes: Uint8Array; readonly changed: number }>();
  let now = 0;
  const own: OwnFolder = {
    list: () =>
      Promise.resolve(
        [...files].map(([name, { bytes, changed }]) => ({ name, size: bytes.length, changed })),
      ),
    read: (name) => Promise.resolve(files.get(name)?.bytes ?? null),
    write: (name, bytes) => Promise.resolve(void files.set(name, { bytes, changed: ++now })),
    remove: (name) => Promise.resolve(void files.delete(name)),
  };
  return { own, names: () => [...files.keys()].sort() };
}

const file = (tensor: 'X' | 'W', bytes: number) => ({ tensor, bytes: new Uint8Array(bytes).fill(7) });

test('what is kept is read again, by panel and tensor', async () => {
  const kept = new KeptFiles(folder().own);
  await kept.keep({ panel: 'a', files: [file('X', 3)] });
  expect(await kept.read({ panel: 'a', tensor: 'X' })).toEqual(new Uint8Array([7, 7, 7]));
  expect(await kept.read({ panel: 'a', tensor: 'W' })).toBeNull();
  expect(await kept.read({ panel: 'b', tensor: 'X' })).toBeNull();
});

test('a file that was taken out is kept no longer, also when that is asked for at once', async () => {
  const { own, names } = folder();
  const kept = new KeptFiles(own);
  const both = kept.keep({ panel: 'a', files: [file('X', 3), file('W', 3)] });
  await Promise.all([both, kept.keep({ panel: 'a', files: [file('W', 3)] })]);
  expect(names()).toEqual(['a-W']);
});

test('of more than is kept, what was dropped in longest ago goes first', async () => {
  const { own, names } = folder();
  const kept = new KeptFiles(own);
  for (const panel of ['a', 'b', 'c']) await kept.keep({ panel, files: [file('X', 0.4 * mostKept)] });
  expect(names()).toEqual(['b-X', 'c-X']);
  await kept.keep({ panel: 'd', files: [file('X', mostKept + 1)] });
  expect(names()).toEqual(['b-X', 'c-X']);
});

test('one that cannot be written fails, and the next is kept all the same', async () => {
  const { own, names } = folder();
  let full = true;
  const kept = new KeptFiles({
    ...own,
    write: (...to) => (full ? Promise.reject(new Error('full')) : own.write(...to)),
  });
  await expect(kept.keep({ panel: 'a', files: [file('X', 1)] })).rejects.toThrow('full');
  full = false;
  await kept.keep({ panel: 'a', files: [file('X', 1)] });
  expect(names()).toEqual(['a-X']);
});
