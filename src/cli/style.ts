import type { Severity } from '../model/problems/problem.ts';

/** Colours of a terminal; without colours every function gives its text back. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly severity: (severity: Severity, text: string) => string;
}

const escape = (code: number, end: number) => (text: string) => `\u001b[${code}m${text}\u001b[${end}m`;

const colorOf: Readonly<Record<Severity, number>> = { error: 31, warning: 33, information: 36, hint: 35 };

const same = (text: string): string => text;

export const styleOf = (colors: boolean): Style =>
  colors
    ? {
        bold: escape(1, 22),
        faint: escape(2, 22),
        severity: (severity, text) => escape(colorOf[severity], 39)(text),
      }
    : { bold: same, faint: same, severity: (_, text) => text };
