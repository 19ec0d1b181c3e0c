import { ConfigurationTarget, l10n, window, workspace, type Uri } from 'vscode';
import { section } from '../settings.ts';

const key = 'layers';

/** Asks what a layer gives that ConvLens does not know, and keeps it in the setting `convlens.layers`. */
export async function declareLayer(uri: Uri | undefined, given: string | undefined): Promise<void> {
  const type =
    given ??
    (await window.showInputBox({
      title: l10n.t('Declare the rule of a layer'),
      prompt: l10n.t('The type of the layer, as the file has it.'),
    }));
  if (type === undefined || type.trim() === '') return;
  const settings = workspace.getConfiguration(section, uri);
  const rules = rulesOf(settings.get<unknown>(key));
  const before = rules[type];
  const rule = await window.showInputBox({
    title: l10n.t('Declare the rule of {0}', type),
    prompt: l10n.t(
      'The sizes of its output. N, C, H, W are those of its input, a field of the layer stands in braces. Empty: no rule.',
    ),
    placeHolder: 'N, {filters}, H/{stride}, W/{stride}',
    value: typeof before === 'string' ? before : 'same',
  });
  if (rule === undefined) return;
  const { [type]: _, ...others } = rules;
  const after = rule.trim() === '' ? others : { ...others, [type]: rule.trim() };
  await settings.update(key, after, targetOf(settings.inspect(key)));
}

/** Where the rules are kept already; else the workspace's settings, so that a team has them; else the user's. */
function targetOf(known: { readonly workspaceFolderValue?: unknown } | undefined): ConfigurationTarget {
  if (known?.workspaceFolderValue !== undefined) return ConfigurationTarget.WorkspaceFolder;
  return workspace.workspaceFolders ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
}

const rulesOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
