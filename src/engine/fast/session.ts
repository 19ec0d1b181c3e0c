import type { KernelExports } from './wasm-module.ts';
import type { Workspace } from './workspace.ts';

/** The kernels and their memory. One operation runs at a time. */
export interface KernelSession {
  readonly run: KernelExports;
  readonly workspace: Workspace;
}
