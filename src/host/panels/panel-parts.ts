import type { AnalysisWorker } from '../../protocol/analysis.ts';
import type { ComputeWorker } from '../../protocol/compute.ts';
import type { Schedule } from '../../protocol/rpc/port.ts';
import type { FileChoices } from '../documents/file-choices.ts';
import type { ModelFile } from '../documents/model-file.ts';
import type { ModelFiles } from '../documents/model-files.ts';
import type { ShownModels } from '../documents/shown-models.ts';
import type { Log } from '../log.ts';
import type { SettingsStore } from '../settings.ts';
import type { NetworkRuns } from '../workers/network-runs.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import type { KeptFiles } from './kept-files.ts';

/** What every panel works with. */
export interface PanelParts {
  readonly files: ModelFiles;
  readonly fileChoices: FileChoices;
  readonly shown: ShownModels;
  readonly analysis: WorkerClient<AnalysisWorker>;
  readonly compute: WorkerClient<ComputeWorker>;
  readonly runs: NetworkRuns;
  readonly settings: SettingsStore;
  readonly schedule: Schedule;
  readonly log: Log;
  readonly keptFiles: KeptFiles;
  /** `publisher.name`, which links begin with. */
  readonly extension: string;
}

/** Which model of which file a panel shows. */
export interface Subject {
  readonly file: ModelFile;
  readonly model: number;
}
