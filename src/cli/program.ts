import { closestWord } from '../util/closest.ts';
import { check } from './check/check.ts';
import { commandHelp, commandNames, generalHelp, type CommandName } from './help.ts';
import { shapes } from './shapes/shapes.ts';
import { sizes } from './sizes/sizes.ts';
import { exitCodes, type ExitCode, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Runs one command line; what it cannot do it says on the error stream. */
export async function program(
  args: readonly string[],
  terminal: Terminal,
  version: string,
): Promise<ExitCode> {
  try {
    return await dispatch(
      args.filter((arg) => arg !== '--no-color'),
      terminal,
      version,
    );
  } catch (error) {
    const message = error instanceof UsageError || isOfSystem(error) ? error.message : faultText(error);
    terminal.error(`convlens: ${message}\n`);
    return exitCodes.usage;
  }
}

/** What the file system refuses: a folder that cannot be written, say. */
const isOfSystem = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;

const faultText = (error: unknown): string =>
  `ConvLens failed. Please report it with the file and this text.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;

async function dispatch(
  [first, ...rest]: readonly string[],
  terminal: Terminal,
  version: string,
): Promise<ExitCode> {
  if (first === '--version' || first === '-v') {
    terminal.out(`${version}\n`);
    return exitCodes.clean;
  }
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    const [topic] = rest;
    terminal.out(topic === undefined ? generalHelp : commandHelp[commandOf(topic)]);
    return first === undefined ? exitCodes.usage : exitCodes.clean;
  }
  const command = commandOf(first);
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(commandHelp[command]);
    return exitCodes.clean;
  }
  // The engine is loaded by the commands that run it.
  switch (command) {
    case 'shapes':
      return shapes(rest, terminal);
    case 'check':
      return check(rest, terminal, version);
    case 'sizes':
      return sizes(rest, terminal);
    case 'grad':
      return (await import('./grad.ts')).grad(rest, terminal);
    case 'run':
      return (await import('./run/run.ts')).run(rest, terminal);
    case 'conv':
      return (await import('./conv.ts')).conv(rest, terminal);
  }
}

function commandOf(name: string): CommandName {
  const found = commandNames.find((command) => command === name);
  if (found !== undefined) return found;
  const meant = closestWord(name, commandNames);
  const advice = meant === null ? `The commands are ${commandNames.join(', ')}.` : `Did you mean ${meant}?`;
  throw new UsageError(`There is no command ${name}. ${advice}`);
}
