/** `npm run bench:panel`: all that is measured of the panel, or the parts that are named: open, type, play, pan, export. */
import { measurePanel, panelParts } from './measure.mjs';

const named = process.argv.slice(2);
const parts = panelParts.filter((part) => named.length === 0 || named.includes(part));
const within = await measurePanel((line) => void process.stdout.write(`${line}\n`), parts);
process.exitCode = within ? 0 : 1;
