import { chineseConvlens } from './chinese/convlens.ts';
import { chineseFiles } from './chinese/files.ts';
import { chineseFrameworks } from './chinese/frameworks.ts';
import { chineseInputSizes } from './chinese/input-sizes.ts';
import { chinesePytorch } from './chinese/pytorch.ts';
import { chineseRewrites } from './chinese/rewrites.ts';
import { chineseRules } from './chinese/rules.ts';
import { chineseUnknown } from './chinese/unknown.ts';
import { chineseValues } from './chinese/values.ts';

/** Every sentence that formats say of a text, in Simplified Chinese, by the English one. */
export const chineseSentences = {
  ...chineseValues,
  ...chineseFiles,
  ...chineseConvlens,
  ...chineseFrameworks,
  ...chinesePytorch,
  ...chineseRewrites,
  ...chineseRules,
  ...chineseUnknown,
  ...chineseInputSizes,
};
