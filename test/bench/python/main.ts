/** `npm run bench:python`: how fast Python files are answered. Ends non-zero when a limit is missed. */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Answer, Question } from './worker.ts';

/** Milliseconds. */
const limits = { first: 60, edit: 15, largest: 300, long: 50, any: 500 };

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** As the extension starts its threads. */
const resourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 192 };

/** How long after their start threads were loaded, in milliseconds. */
const loadTimes: number[] = [];

/** A thread that is loaded: it has warmed itself up, as the extension's does once an editor is open. */
class Thread {
  readonly #worker = new Worker(join(__dirname, 'bench-python-worker.cjs'), { resourceLimits });

  static async loaded(): Promise<Thread> {
    const started = performance.now();
    const thread = new Thread();
    await once(thread.#worker, 'message');
    loadTimes.push(performance.now() - started);
    // The engine compiles beside the thread, and may not be done with what it began last.
    await wait(200);
    return thread;
  }

  async ask(question: Question): Promise<Answer> {
    this.#worker.postMessage(question);
    const [answer] = (await once(this.#worker, 'message')) as [Answer];
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

const missed: string[] = [];

function report(what: string, milliseconds: number, limit: number, detail = ''): void {
  const line = `${what}: ${milliseconds.toFixed(1)} ms (limit ${limit})${detail}`;
  console.log(line);
  if (!(milliseconds <= limit)) missed.push(line);
}

/** A number in the middle of the file that is one size more with every turn; the file stays valid. */
function edited(text: string, turn: number): string {
  const numbers = [...text.matchAll(/(?<=[(=, ])\d+(?=[,)])/g)];
  const chosen = numbers[numbers.length >> 1];
  if (!chosen) return `${text}\n# ${turn}`;
  return `${text.slice(0, chosen.index)}${Number(chosen[0]) + (turn % 2)}${text.slice(chosen.index + chosen[0].length)}`;
}

/** A line more in the forward pass of the block that eight of the ten models consist of, each time another one. */
function editedForward(text: string, turn: number): string {
  return text.replace('out = self.bn3(out)', `out = self.bn3(out)\n        line = ${turn}`);
}

/** Another number of calls in it than the version before has: all its layers are read by others. */
function editedCalls(text: string, turn: number): string {
  const calls = '\n        out = self.relu(out)'.repeat(1 + (turn % 2));
  return editedForward(text, turn).replace(`line = ${turn}`, `line = ${turn}${calls}`);
}

/** A line more in its constructor. */
function editedConstructor(text: string, turn: number): string {
  return text.replace('self.bn3 = norm_layer', `line = ${turn}\n        self.bn3 = norm_layer`);
}

/** Another width of it: all its layers have sizes that they never had. */
function editedWidth(text: string, turn: number): string {
  return text.replace('expansion: int = 4', `expansion: int = ${4 + turn}`);
}

/** An edit and its undoing by turns. */
function takenBack(text: string, turn: number): string {
  return turn % 2 === 0 ? text : editedWidth(text, 1);
}

const kindsOfEdit = [
  ['an edit', edited],
  ['a new line in the forward pass that most models run', editedForward],
  ['a new call in the forward pass that most models run', editedCalls],
  ['a new line in the constructor that most models run', editedConstructor],
  ['an edit that gives the layers of most models new sizes', editedWidth],
  ['such an edit and its undoing', takenBack],
] as const;

async function firstAndEdits(path: string): Promise<void> {
  const text = readFileSync(path, 'utf8');
  const firsts: number[] = [];
  const edits = kindsOfEdit.map((): number[] => []);
  for (let run = 0; run < 5; run++) {
    const thread = await Thread.loaded();
    firsts.push((await thread.ask({ path, text })).milliseconds);
    for (const [place, [, edit]] of kindsOfEdit.entries()) {
      for (let turn = 1; turn <= 20; turn++) {
        const { milliseconds } = await thread.ask({ path, text: edit(text, turn) });
        edits[place]?.push(milliseconds);
      }
    }
    await thread.end();
  }
  report('resnet.py, first request of a loaded worker', median(firsts), limits.first);
  for (const [place, [kind]] of kindsOfEdit.entries())
    report(`resnet.py, after ${kind}`, median(edits[place] ?? []), limits.edit);
}

/** The largest model: its file's other models are not asked for. */
async function largest(folder: string): Promise<void> {
  const models = [
    ['efficientnet.py', 'efficientnet_v2_l'],
    ['efficientnet.py', 'efficientnet_b7'],
    ['maxvit.py', 'maxvit_t'],
    ['densenet.py', 'densenet201'],
  ] as const;
  const thread = await Thread.loaded();
  let most = { name: '', milliseconds: 0, layers: 0 };
  for (const [file, model] of models) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    const times: number[] = [];
    let layers = 0;
    for (let run = 0; run < 7; run++) {
      const answer = await thread.ask({ path, text: `${text}\n# ${run}`, model, input: [1, 3, 224, 224] });
      times.push(answer.milliseconds);
      ({ layers } = answer);
    }
    if (median(times) > most.milliseconds) most = { name: model, milliseconds: median(times), layers };
  }
  await thread.end();
  report(
    'the slowest of the largest models',
    most.milliseconds,
    limits.largest,
    `: ${most.name}, ${most.layers} layers`,
  );
}

/** Many small models, and much that is none. */
function longFile(lines: number): string {
  const unit = (index: number): string =>
    index % 100 === 0
      ? `class Net${index}(nn.Module):
    # convlens: input=1x3x32x32
    def __init__(self, width=${8 + (index % 7)}):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, padding=1)
        self.conv2 = nn.Conv2d(width, 2 * width, 3, stride=2)
        self.head = nn.Linear(2 * width * 15 * 15, 10)

    def forward(self, x):
        x = torch.relu(self.conv2(torch.relu(self.conv1(x))))
        return self.head(x.flatten(1))
`
      : `def helper${index}(values, scale=${index}):
    """Something that has nothing to do with models."""
    total = 0
    for place, value in enumerate(values):
        if value > scale:
            total += value * place
    return total
`;
  const parts = ['import torch', 'from torch import nn', ''];
  for (let index = 0, count = 3; count < lines; index++) {
    const part = unit(index);
    parts.push(part);
    count += part.split('\n').length;
  }
  return parts.join('\n');
}

async function long(): Promise<void> {
  const thread = await Thread.loaded();
  const text = longFile(10_000);
  const path = '/long.py';
  await thread.ask({ path, text });
  const times: number[] = [];
  for (let turn = 1; turn <= 20; turn++)
    times.push((await thread.ask({ path, text: edited(text, turn) })).milliseconds);
  await thread.end();
  report('a file of 10,000 lines, after an edit', median(times), limits.long);
}

async function every(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.py'),
  );
  const thread = await Thread.loaded();
  let worst = { name: '', milliseconds: 0 };
  let unfinished = 0;
  for (const name of files) {
    const path = join(folder, name);
    const { milliseconds, complete } = await thread.ask({ path, text: readFileSync(path, 'utf8') });
    if (!complete) unfinished++;
    if (milliseconds > worst.milliseconds) worst = { name, milliseconds };
  }
  await thread.end();
  report(
    `the slowest of ${files.length} files`,
    worst.milliseconds,
    limits.any,
    `: ${worst.name}; ${unfinished} not followed to the end`,
  );
}

async function main(): Promise<void> {
  const torchvision = process.env['CONVLENS_TORCHVISION'];
  if (torchvision === undefined) {
    console.log('torchvision: not measured (set CONVLENS_TORCHVISION to its unpacked sources).');
  } else {
    await firstAndEdits(join(torchvision, 'models/resnet.py'));
    await largest(join(torchvision, 'models'));
    await every(torchvision);
  }
  await long();
  console.log(
    `A thread is loaded when its warm-up has ended: after ${median(loadTimes).toFixed(0)} ms here.`,
  );
  for (const line of missed) console.error(`Missed: ${line}`);
  process.exitCode = missed.length > 0 ? 1 : 0;
}

void main();
