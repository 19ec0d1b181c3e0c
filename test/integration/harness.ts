/**
 * Collects tests and runs them one after the other inside the extension host. Not a test framework's own runner: those
 * want a process of their own, and this one must also run where there is no Node.
 */

interface Case {
  readonly title: string;
  readonly body: () => Promise<void> | void;
  readonly timeoutSeconds: number;
}

const cases: Case[] = [];

export function test(title: string, body: Case['body'], { timeoutSeconds = 30 } = {}): void {
  cases.push({ title, body, timeoutSeconds });
}

/**
 * @param print takes one line
 * @param filter runs only the tests whose title contains it
 */
export async function runTests(
  print: (line: string) => void,
  filter: string,
): Promise<{ readonly passed: number; readonly failed: number }> {
  let passed = 0;
  let failed = 0;
  for (const { title, body, timeoutSeconds } of cases.filter(({ title }) => title.includes(filter))) {
    const started = Date.now();
    try {
      await inTime(body, timeoutSeconds);
      passed += 1;
      print(`✓ ${title} (${Date.now() - started} ms)`);
    } catch (error) {
      failed += 1;
      print(`✗ ${title}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  print(`${passed} passed, ${failed} failed`);
  return { passed, failed };
}

async function inTime(body: Case['body'], seconds: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${seconds} s`)), seconds * 1000);
  });
  try {
    await Promise.race([body(), late]);
  } finally {
    clearTimeout(timer);
  }
}
