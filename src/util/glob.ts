/** A glob (`*`, `**`, `?`, `[a-z]`, `{a,b}`) as an expression for whole paths with `/` between folders. */
export const globPattern = (glob: string): RegExp => new RegExp(`^${sourceOf(glob.replace(/^\.\//, ''))}$`);

function sourceOf(glob: string): string {
  const parts = glob.matchAll(/\*\*\/|\*\*|\*|\?|\{[^}]*\}|\[[^\]]+\]|[^*?{[]+|[{[]/g);
  return [...parts].map(([part]) => partSource(part)).join('');
}

function partSource(part: string): string {
  if (part === '**/') return '(?:.*/)?';
  if (part === '**') return '.*';
  if (part === '*') return '[^/]*';
  if (part === '?') return '[^/]';
  if (part.length > 1 && part.startsWith('{')) {
    return `(?:${part.slice(1, -1).split(',').map(sourceOf).join('|')})`;
  }
  if (part.length > 1 && part.startsWith('[')) {
    return `[${part
      .slice(1, -1)
      .replace(/^!/, '^')
      .replace(/[\\\]]/g, '\\$&')}]`;
  }
  return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
