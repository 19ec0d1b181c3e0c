import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { serverVSCode } from './choose.mjs';
import { runInVSCode } from './run-in-vscode.mjs';

const folder = mkdtempSync(join(tmpdir(), 'convlens-launcher-'));

writeFileSync(
  join(folder, 'package.json'),
  JSON.stringify({
    name: 'nothing',
    publisher: 'convlens',
    version: '0.0.0',
    engines: { vscode: '^1.90.0' },
    activationEvents: ['onCommand:nothing.say'],
    contributes: { commands: [{ command: 'nothing.say', title: 'Say' }] },
    main: './extension.cjs',
  }),
);
writeFileSync(
  join(folder, 'extension.cjs'),
  `exports.activate = () => require('vscode').commands.registerCommand('nothing.say', () => 'said');`,
);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const good = `console.log('1 passed, 0 failed');`;

test.concurrent.each([
  ['a test that calls the extension', `if (await say() === 'said') ${good}`, '1 passed'],
  ['a test failed', `console.log('1 passed, 1 failed');`, '1 failed'],
  ['the module throws after its line', `${good} throw new Error('late');`, 'VS Code ended with 1'],
  ['the extension host ends with 0', `setTimeout(() => process.exit(0), 50); await never;`, 'no line'],
  [
    'the extension host is killed after its line',
    `${good} process.kill(process.pid, 'SIGKILL'); await never;`,
    'died',
  ],
  ['the tests never end', `${good} await never;`, 'did not end in time'],
  ['the test module is missing', undefined, 'no line'],
])('%s', async (title, body, reason) => {
  const testModule = join(folder, `${title.replaceAll(' ', '-')}.cjs`);
  if (body !== undefined) {
    const say = `const say = () => require('vscode').commands.executeCommand('nothing.say'), never = new Promise(() => {});`;
    writeFileSync(testModule, `${say} exports.run = async () => { ${body} };`);
  }
  const timeoutSeconds = title === 'the tests never end' ? 20 : 100;
  const options = { testModule, folder, extensionDevelopmentPath: folder, timeoutSeconds };
  const run = await runInVSCode(serverVSCode, options);
  expect(run.reason).toContain(reason);
  expect(run.ok).toBe(reason === '1 passed');
});
