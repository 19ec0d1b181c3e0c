import { pythonSample, type PythonSample } from './samples.ts';

/** One of the long samples, with networks of several depths. */
const round = 32;

const changes: readonly ((text: string, turn: number) => string)[] = [
  // All layers of most networks have sizes that they never had.
  (text, turn) => text.replace('wider: int = 2', `wider: int = ${turn + 2}`),
  (text, turn) => text.replace('y = self.middle(y)', `y = self.middle(y)\n        turn = ${turn}`),
  (text, turn) => text.replace('narrow = int(', `turn = ${turn}\n        narrow = int(`),
];

/**
 * The next version of a file that somebody edits: a number, a line of a forward pass, a line of a constructor. What goes
 * on from the version before runs other code than what reads a file for the first time.
 */
export function editedSample(turn: number): PythonSample {
  const { document, readFile } = pythonSample(round);
  const change = changes[turn % changes.length];
  return { document: { ...document, text: change?.(document.text, turn) ?? document.text }, readFile };
}
