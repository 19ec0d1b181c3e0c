import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes a profile one that has a language pack, as VS Code finds it there: `languagepacks.json` names the files of each
 * language's translations, of which the one of `vscode` must exist (microsoft/vscode: src/vs/base/node/nls.ts). This
 * pack translates nothing: VS Code's own words stay English, and extensions speak the language.
 *
 * @param {string} userDataDir
 * @param {string} language as VS Code names it: `zh-cn`
 */
export async function installLanguagePack(userDataDir, language) {
  await mkdir(userDataDir, { recursive: true });
  const translations = join(userDataDir, `vscode.${language}.json`);
  await writeFile(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    hash: 'empty',
    label: language,
    // The workbench asks for the first extension's name before it loads any other.
    extensions: [{ extensionIdentifier: { id: `convlens.language-pack-${language}` }, version: '1.0.0' }],
    translations: { vscode: translations },
  };
  await writeFile(join(userDataDir, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}
