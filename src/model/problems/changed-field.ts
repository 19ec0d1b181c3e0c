import type { FieldName } from '../graph/graph.ts';

/** What a fix says that it changes. */
export type ChangedField = FieldName | 'filters' | 'lastSize';
