import type { SizeSurvey } from '../../src/model/clean-sizes/survey.ts';
import type { SizeAlong } from '../../src/protocol/analysis.ts';
import type { NetworkView } from '../../src/scene/network/view.ts';
import { RpcError } from '../../src/protocol/rpc/error.ts';
import { sameData } from '../../src/util/same-data.ts';
import type { Store } from './state.ts';

/** Milliseconds without a new version before sizes are surveyed: each costs a hundred analyses, and the ticks can wait. */
const rest = 600;

/** The same where no sizes are shown yet: a page that has just loaded soon stands still. */
const firstRest = 250;

/** What trying sizes asks of its surroundings; `version` is the document's. */
interface TrialParts {
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly survey: (version: number) => Promise<readonly SizeSurvey[]>;
  readonly networkAt: (version: number, sizes: readonly SizeAlong[]) => Promise<NetworkView>;
  /** Called when the network that is shown has changed. */
  readonly changed: () => void;
  /** Called when no other sizes are tried any more. */
  readonly ended: () => void;
}

/** Tries other input sizes than the file's: nothing is written, and every shape follows. */
export class SizeTrial {
  readonly #store: Store;
  readonly #parts: TrialParts;
  /** Counts requests: only the answer to the last one is shown. */
  #request = 0;

  constructor(store: Store, parts: TrialParts) {
    this.#store = store;
    this.#parts = parts;
  }

  /** The document has changed: its sizes are surveyed anew, and those that are tried are tried on it. */
  async refresh(): Promise<void> {
    const { content, trial, survey: shown } = this.#store.state;
    if (content?.state !== 'network') {
      this.#store.update({ survey: null, trial: null });
      return;
    }
    if (trial) void this.#try(trial.sizes);
    const { version } = content;
    await this.#parts.pause(shown ? rest : firstRest);
    const survey = this.#isShown(version) ? await this.#parts.survey(version).catch(() => null) : null;
    // Most edits leave the sizes that suit the network as they are: then nothing is drawn again.
    if (survey && this.#isShown(version) && !sameData(survey, this.#store.state.survey))
      this.#store.update({ survey });
  }

  #isShown(version: number): boolean {
    const { content } = this.#store.state;
    return content?.state === 'network' && content.version === version;
  }

  /** One size along the axes of a survey; those along other axes stay. */
  resize(along: SizeAlong): void {
    const others = (this.#store.state.trial?.sizes ?? []).filter(
      ({ axes }) => axes.join() !== along.axes.join(),
    );
    void this.#try([...others, along]);
  }

  /** Sizes of a link, or that were tried before the page was thrown away; none: back to the file's. */
  async show(sizes: readonly SizeAlong[]): Promise<void> {
    if (sizes.length > 0) await this.#try(sizes);
    else if (this.#store.state.trial) this.end();
  }

  /** Back to the file's sizes. */
  end(): void {
    this.#request++;
    this.#store.update({ trial: null });
    this.#parts.ended();
  }

  async #try(sizes: readonly SizeAlong[]): Promise<void> {
    const { content } = this.#store.state;
    if (content?.state !== 'network') return;
    const request = ++this.#request;
    try {
      const network = await this.#parts.networkAt(content.version, sizes);
      if (request !== this.#request) return;
      this.#store.update({ trial: { sizes, network } });
      this.#parts.changed();
    } catch (error) {
      // The text has no such input any more. After other failures a newer version comes.
      const isGone = error instanceof RpcError && error.code === 'refused';
      if (isGone && request === this.#request) this.end();
    }
  }
}
