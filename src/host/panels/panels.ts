import {
  l10n,
  Uri,
  ViewColumn,
  window,
  workspace,
  type Disposable,
  type TextDocument,
  type WebviewOptions,
  type WebviewPanel,
} from 'vscode';
import { isPanelState } from '../../protocol/panel-guards.ts';
import { TextFile } from '../documents/text-file.ts';
import type { ModelDocuments } from '../documents/model-documents.ts';
import { DisposableStore } from '../../util/disposable.ts';
import { ModelPanel } from './model-panel.ts';
import type { PanelParts, Subject } from './panel-parts.ts';
import { panelPage, panelRoot } from './panel-page.ts';

const viewType = 'convlens.panel';

/** Which model of which text a panel is asked for. */
export interface PanelRequest {
  readonly document: TextDocument;
  readonly model: number;
}

/** All open panels: one per model of a text and those that were pinned, and the editors of binary files. */
export class Panels implements Disposable {
  readonly #extension: Uri;
  readonly #documents: ModelDocuments;
  readonly #parts: PanelParts;
  readonly #store = new DisposableStore();
  readonly #open = new Set<ModelPanel>();

  constructor(extension: Uri, documents: ModelDocuments, parts: PanelParts) {
    this.#documents = documents;
    this.#extension = extension;
    this.#parts = parts;
    this.#store.add(
      parts.files.onDidAnswer((analyzed) => {
        for (const panel of this.#open) panel.analyzed(analyzed);
      }),
    );
    this.#store.add(
      workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.#move(oldUri, newUri);
      }),
    );
    this.#store.add(
      window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: (view, state) => this.#restore(view, state),
      }),
    );
  }

  /** Shows the panel of a model beside its text; one that is open already and not pinned comes to the front. */
  show({ document, model }: PanelRequest): ModelPanel {
    const subject = { file: new TextFile(this.#documents, document), model };
    return this.#reveal(subject) ?? this.#create(subject, 'ConvLens');
  }

  /** Makes the view that VS Code opens for a binary file a panel. */
  adopt(view: WebviewPanel, subject: Subject): void {
    view.webview.options = this.#options();
    this.#adopt(view, subject);
  }

  /** The panel that shows a file, if one does. */
  of(uri: Uri): ModelPanel | undefined {
    return [...this.#open].find(({ subject }) => subject?.file.uri.toString() === uri.toString());
  }

  /** The panel that was used last, of those that are on screen. */
  get active(): ModelPanel | undefined {
    return [...this.#open].find(({ view }) => view.active);
  }

  /** Shows the built-in example Conv → ReLU → Pool. */
  showExample(): ModelPanel {
    return this.#reveal(null) ?? this.#create(null, l10n.t('Example: Conv → ReLU → Pool'));
  }

  dispose(): void {
    this.#store.dispose();
    for (const panel of this.#open) panel.dispose();
    this.#open.clear();
  }

  /** Panels follow a file that was renamed, or that lies in a folder that was. */
  #move(from: Uri, to: Uri): void {
    for (const panel of this.#open) {
      const file = panel.subject?.file;
      if (!(file instanceof TextFile)) continue;
      const inside = pathInside(file.uri, from);
      if (inside === null) continue;
      file.move(inside === '' ? to : Uri.joinPath(to, inside));
      panel.moved();
    }
  }

  #reveal(subject: Subject | null): ModelPanel | undefined {
    const open = [...this.#open].find((panel) => !panel.pinned && isSame(panel.subject, subject));
    open?.view.reveal(undefined, true);
    return open;
  }

  #create(subject: Subject | null, title: string): ModelPanel {
    const column = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    return this.#adopt(window.createWebviewPanel(viewType, title, column, this.#options()), subject);
  }

  async #restore(view: WebviewPanel, state: unknown): Promise<void> {
    // A panel without a document of its own has nothing to come back to.
    if (!isPanelState(state)) {
      view.dispose();
      return;
    }
    view.webview.options = this.#options();
    const { document: uri, model, pinned } = state;
    if (uri === null) {
      this.#adopt(view, null);
      return;
    }
    try {
      const document = await workspace.openTextDocument(Uri.parse(uri, true));
      this.#adopt(view, { file: new TextFile(this.#documents, document), model }, pinned);
    } catch {
      view.dispose();
      void window.showInformationMessage(l10n.t('ConvLens closed a panel: {0} no longer exists.', uri));
    }
  }

  #adopt(view: WebviewPanel, subject: Subject | null, pinned = false): ModelPanel {
    view.iconPath = {
      light: Uri.joinPath(this.#extension, 'media', 'panel-light.svg'),
      dark: Uri.joinPath(this.#extension, 'media', 'panel-dark.svg'),
    };
    const panel = new ModelPanel(view, subject, this.#parts, pinned);
    this.#open.add(panel);
    view.onDidDispose(() => {
      this.#open.delete(panel);
      panel.closed();
      panel.dispose();
    });
    view.webview.html = panelPage(view.webview, this.#extension);
    return panel;
  }

  /** Not kept when hidden: the panel's state is small, and its content is sent again. */
  #options(): WebviewOptions {
    return { enableScripts: true, localResourceRoots: [panelRoot(this.#extension)] };
  }
}

/** A file's path from a folder; empty: it is itself that file; null: it is not in there. */
function pathInside(file: Uri, folder: Uri): string | null {
  if (file.scheme !== folder.scheme || file.authority !== folder.authority) return null;
  if (file.path === folder.path) return '';
  return file.path.startsWith(`${folder.path}/`) ? file.path.slice(folder.path.length + 1) : null;
}

const isSame = (a: Subject | null, b: Subject | null) =>
  a?.file.uri.toString() === b?.file.uri.toString() && a?.model === b?.model;
