import { useEffect, useState } from 'preact/hooks';

/** Milliseconds after which a value is shown although the page is busy. */
const latest = 200;

/**
 * A value as it was when the page was last idle: for what may come a little later than the picture. The first one does not
 * wait, before it there is nothing; unless it `isLarge`.
 */
export function useWhenIdle<T extends object>(value: T | null, isLarge = false): T | null {
  const [shown, show] = useState(isLarge ? null : value);
  useEffect(() => {
    if (shown === value) return;
    // Safari, in which VS Code may run too, has no idle callbacks.
    if (!('requestIdleCallback' in globalThis)) {
      const timer = setTimeout(() => show(value), latest);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(() => show(value), { timeout: latest });
    return () => cancelIdleCallback(handle);
  }, [shown, value]);
  return shown ?? (isLarge ? null : value);
}
