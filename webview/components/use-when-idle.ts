import { useEffect, useState } from 'preact/hooks';

/** Milliseconds after which a value is shown although the page is busy. */
const latest = 200;

/** A value as it was when the page was last idle: for what may come a little later than the picture. */
export function useWhenIdle<T extends object | null>(value: T): T {
  const [shown, show] = useState(value);
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
  // The first value does not wait: before it there is nothing.
  return shown ?? value;
}
