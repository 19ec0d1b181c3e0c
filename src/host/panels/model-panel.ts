import {
  commands,
  l10n,
  Selection,
  TextEditorRevealType,
  ViewColumn,
  window,
  workspace,
  type Uri,
  type WebviewPanel,
} from 'vscode';
import type {
  PanelContent,
  PanelDescription,
  PanelHost,
  PanelPlace,
  PanelWebview,
  HeldForPage,
} from '../../protocol/panel.ts';
import { panelAnswerGuards, panelHostGuards } from '../../protocol/panel-guards.ts';
import type { Handlers } from '../../protocol/rpc/channel.ts';
import { Endpoint } from '../../protocol/rpc/endpoint.ts';
import { RpcError } from '../../protocol/rpc/error.ts';
import { DisposableStore, type Disposable } from '../../util/disposable.ts';
import type { AnalyzedFile } from '../documents/model-files.ts';
import { TextFile } from '../documents/text-file.ts';
import { editOf } from '../features/quick-fixes.ts';
import { fromPosition } from '../positions.ts';
import { Newest } from '../workers/newest.ts';
import { saveFile } from './save-file.ts';
import { chooseComparison, compareAgain } from './choose-comparison.ts';
import type { Compared } from './comparisons.ts';
import { copyLink } from './copy-link.ts';
import { failureText } from './failure-text.ts';
import { contentAtHand, panelContent, panelDocument } from './panel-content.ts';
import type { PanelParts, Subject } from './panel-parts.ts';
import { computeTimeout, PanelRequests } from './panel-requests.ts';
import { ReloadingPage } from './reloading-page.ts';
import { shownChange } from './shown-change.ts';
import { webviewPort } from './webview-port.ts';

/**
 * One panel: sends it the network whenever the file was analysed, follows the cursor, and answers what it asks. The
 * panel itself holds no truth, so hiding, reloading and restoring need nothing more than sending the content again.
 */
export class ModelPanel implements Disposable {
  readonly view: WebviewPanel;
  readonly #parts: PanelParts;
  readonly #store = new DisposableStore();
  readonly #newest = new Newest<'content' | 'cursor'>();
  readonly #requests: PanelRequests;
  readonly #page: ReloadingPage<PanelHost, PanelWebview>;
  /** Null: the built-in example, which belongs to no file. */
  readonly subject: Subject | null;
  #content: PanelContent;
  /** What the page of now was told last; null: nothing yet. */
  #told: PanelContent | null = null;
  /** The layer that the page was last told of or went to, so that keystrokes in it tell nothing; undefined: not known. */
  #selected: string | null | undefined = undefined;
  #pinned: boolean;
  /** What the page has given to be kept while it is away. */
  #held: HeldForPage | null = null;
  /** Under which its files are kept; null: it has asked for none. */
  #name: string | null = null;
  /** As what shows its model: each analysis brings the network along. */
  #registered: Disposable | null = null;

  constructor(view: WebviewPanel, subject: Subject | null, parts: PanelParts, pinned = false) {
    this.view = view;
    this.subject = subject;
    this.#pinned = pinned;
    this.#parts = parts;
    this.#content = subject
      ? { state: 'loading', document: panelDocument(subject.file.uri) }
      : { state: 'example' };
    this.#requests = new PanelRequests(
      parts,
      () => this.#opened(),
      (progress) => this.#page.tell('showProgress', progress),
    );
    const endpoint = this.#store.add(
      new Endpoint<PanelHost, PanelWebview>(webviewPort(view.webview), {
        handlers: this.#handlers(),
        guards: { arguments: panelHostGuards, answers: panelAnswerGuards },
        schedule: parts.schedule,
        report: (error) => parts.log.warn(`Panel: ${error.message}`),
      }),
    );
    this.#page = this.#store.add(new ReloadingPage(endpoint));
    this.#store.add({ dispose: () => this.#registered?.dispose() });
    this.#register();
    // Read while the page loads, so that it has something to show when it has loaded.
    void this.#refresh();
    this.#store.add(
      window.onDidChangeTextEditorSelection(({ textEditor, selections: [selection] }) => {
        if (textEditor.document === this.subject?.file.document && selection)
          void this.#follow(selection.active);
      }),
    );
  }

  /** What is on screen, as text. */
  describe(): Promise<PanelDescription> {
    return this.#page.ask('describe', {}, computeTimeout);
  }

  /** A pinned panel stays where it is; another one of the same model can follow the cursor. */
  get pinned(): boolean {
    return this.#pinned;
  }

  pin(pinned: boolean): void {
    this.#pinned = pinned;
    this.#showTitle();
    this.#page.tell('showPinned', { pinned });
    this.#selected = undefined;
    if (!pinned) this.#followEditor();
  }

  goTo(place: PanelPlace): void {
    this.#selected = undefined;
    this.#page
      .ask('goTo', place, computeTimeout)
      .catch((error: unknown) => this.#parts.log.warn(`Panel: ${String(error)}`));
  }

  /** Copies a link that leads back to a place. */
  copyLink(place: PanelPlace): Promise<boolean> {
    const shown = this.subject && { uri: this.subject.file.uri, model: this.subject.model };
    return copyLink(this.#parts.extension, shown, place);
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** The user has closed it: what was dropped into it is not wanted any more. */
  closed(): void {
    if (this.#name !== null) void this.#parts.keptFiles.keep({ panel: this.#name, files: [] });
  }

  /** A file was analysed: what it brings is shown at once, before anything else is told of it. */
  analyzed({ uri, analysis }: AnalyzedFile): void {
    if (!this.subject) return;
    const { file, model } = this.subject;
    if (uri.toString() !== file.uri.toString()) return;
    this.#requests.forgetRun();
    const content = analysis && contentAtHand(file, analysis, model);
    if (!content) {
      void this.#readAgain();
      return;
    }
    this.#newest.cancel('content');
    this.#showContent(content);
  }

  /**
   * Of a document that was closed as it was saved the last picture stays, and it is opened again when something is asked
   * about it. What was discarded then is not in the file.
   */
  async #readAgain(): Promise<void> {
    const file = this.subject?.file;
    const shown = this.#content.state === 'network' ? this.#content.version : null;
    if (file instanceof TextFile && shown !== null && (await file.isClosedAs(shown))) return;
    await this.#refresh();
  }

  /** The file is elsewhere now. */
  moved(): void {
    this.#register();
    void this.#refresh();
  }

  #register(): void {
    this.#registered?.dispose();
    if (!this.subject) return;
    const { file, model } = this.subject;
    this.#registered = this.#parts.shown.add(file.uri, model, () => this.view.visible);
  }

  /** Shows the content of now, if the panel listens. */
  async #refresh(): Promise<void> {
    if (!this.subject) return;
    const { analysis, log } = this.#parts;
    const { file, model } = this.subject;
    try {
      const content = await this.#newest.run('content', async () => {
        await file.reopen();
        return panelContent(file, analysis, model);
      });
      this.#showContent(content);
    } catch (error) {
      // A newer analysis is on its way to be shown.
      if (isOvertaken(error)) return;
      log.warn(`Panel: ${error instanceof Error ? error.message : String(error)}`);
      // A file that is gone is no fault.
      const state = error instanceof RpcError && error.code === 'refused' ? 'empty' : 'error';
      this.#showContent({ state, document: panelDocument(file.uri), message: failureText(error) });
    }
  }

  #showContent(content: PanelContent): void {
    this.#content = content;
    this.#show();
    this.#showTitle();
    this.#followEditor();
  }

  /** VS Code names the editor of a binary file itself. */
  #showTitle(): void {
    if (this.#content.state !== 'network' || !this.subject?.file.document) return;
    const name = this.#content.network.name || this.#content.document.name;
    this.view.title = this.#pinned ? l10n.t('{0} (pinned)', name) : name;
  }

  #followEditor(): void {
    const editor = this.#editor();
    if (editor) void this.#follow(editor.selection.active);
  }

  #show(): void {
    const content = this.#content;
    const held = content.state === 'network' ? (this.subject?.file.network(content.model) ?? null) : null;
    const change = shownChange(this.#told, content, held);
    if (change) this.#page.tell('changeNetwork', change);
    else this.#page.tell('showContent', content);
    this.#told = content;
  }

  /** Selects the layer at the cursor in the panel. */
  async #follow(position: Selection['active']): Promise<void> {
    if (!this.subject || this.#pinned) return;
    const { analysis, settings } = this.#parts;
    const { file, model } = this.subject;
    if (this.#content.state !== 'network' || !settings.of(file.uri).followCursor) return;
    const { version } = this.#content;
    // A key that is typed also moves the cursor: the analysis of the new text brings it along.
    if (file.document && file.document.version !== version) return;
    try {
      const place = await this.#newest.run('cursor', (token) =>
        analysis.call(
          'layerAt',
          { uri: file.uri.toString(), version, position: fromPosition(position) },
          { token },
        ),
      );
      const layer = place?.model === model ? place.layer : null;
      if (layer === this.#selected) return;
      this.#selected = layer;
      this.#page.tell('selectLayer', { layer });
    } catch {
      // The text has changed meanwhile: the next content brings its own selection.
    }
  }

  #handlers(): Handlers<PanelHost> {
    return {
      ...this.#requests.handlers,
      ready: () => {
        this.#page.loaded();
        this.#told = null;
        this.#selected = undefined;
        this.#page.tell('showPinned', { pinned: this.#pinned });
        if (this.#held) this.#page.tell('giveBack', this.#held);
        this.#show();
        if (this.#content.state === 'error') void this.#refresh();
        else this.#followEditor();
      },
      drawn: ({ version }) => {
        if (this.subject) this.#parts.shown.drawn({ uri: this.subject.file.uri, version });
      },
      hold: (held) => {
        this.#held = held;
        if (held.run) this.#requests.forgetRun();
      },
      revealLayer: ({ layer, focus }) => this.#reveal(layer, focus),
      chooseInput: () => {
        if (this.subject) void commands.executeCommand('convlens.chooseInputSize', this.subject.file.uri);
      },
      pin: ({ pinned }) => this.pin(pinned),
      keepFiles: (request) => {
        this.#name = request.panel;
        return this.#parts.keptFiles.keep(request);
      },
      keptFile: (request) => {
        this.#name = request.panel;
        return this.#parts.keptFiles.read(request);
      },
      chooseComparison: async ({ version }) => {
        const { uri, compared } = await this.#compared(version);
        return chooseComparison(this.#parts.analysis, uri, compared);
      },
      compareAgain: async ({ version, of }) => {
        const { uri, compared } = await this.#compared(version);
        return compareAgain(this.#parts.analysis, uri, compared, of);
      },
      saveFile: (request) => saveFile(request, this.subject?.file.uri ?? null),
      copyLink: (place) => this.copyLink(place),
      applyFix: async ({ version, problem, fix }) => {
        const { document } = (await this.#opened()).file;
        const chosen = (await this.#requests.fixes(version, problem))[fix];
        if (!chosen || document?.version !== version) return false;
        return workspace.applyEdit(editOf(document, chosen));
      },
    };
  }

  /** The model of this version, as what is to be compared with others. */
  async #compared(version: number): Promise<{ readonly uri: Uri; readonly compared: Compared }> {
    const { file, model } = await this.#opened();
    const models = this.#content.state === 'network' ? this.#content.models : [];
    const { uri, document } = file;
    const text = document?.getText() ?? null;
    const variants = (await file.current())?.variants ?? [];
    const choices = this.#parts.fileChoices.of(uri);
    const of = { uri: uri.toString(), path: uri.path, version, model, models, text, variants };
    return { uri, compared: { ...of, choices } };
  }

  async #reveal(layer: string, focus: boolean): Promise<void> {
    this.#selected = layer;
    const line = this.#content.state === 'network' ? lineOf(this.#content, layer) : null;
    if (line === null) throw new RpcError('outdated', `There is no layer ${layer} any more.`);
    const { document } = (await this.#opened()).file;
    if (!document) return;
    const editor = await window.showTextDocument(document, {
      viewColumn: this.#editor()?.viewColumn ?? this.#besides(),
      preserveFocus: !focus,
    });
    const { range } = document.lineAt(Math.min(line, document.lineCount - 1));
    editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
    const start = range.start.translate(0, document.lineAt(range.start).firstNonWhitespaceCharacterIndex);
    editor.selection = new Selection(start, start);
  }

  /** The subject, with its document opened again where VS Code has closed it. */
  async #opened(): Promise<Subject> {
    if (!this.subject) throw new RpcError('refused', l10n.t('The example belongs to no file.'));
    if (await this.subject.file.reopen()) await this.#refresh();
    return this.subject;
  }

  #editor() {
    const document = this.subject?.file.document;
    return document ? window.visibleTextEditors.find((editor) => editor.document === document) : undefined;
  }

  /** A column for the text where none shows it: not the panel's own. */
  #besides(): ViewColumn {
    return this.view.viewColumn === ViewColumn.One ? ViewColumn.Two : ViewColumn.One;
  }
}

const lineOf = ({ network }: Extract<PanelContent, { state: 'network' }>, layer: string) =>
  network.layers.find(({ id }) => id === layer)?.line ?? null;

const isOvertaken = (error: unknown) =>
  error instanceof RpcError && (error.code === 'superseded' || error.code === 'outdated');
