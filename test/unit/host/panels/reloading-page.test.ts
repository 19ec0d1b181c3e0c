import { describe, expect, test } from 'vitest';
import { ReloadingPage } from '../../../../src/host/panels/reloading-page.ts';
import type { NoMethods } from '../../../../src/protocol/rpc/channel.ts';
import { Endpoint } from '../../../../src/protocol/rpc/endpoint.ts';
import { RpcError } from '../../../../src/protocol/rpc/error.ts';
import { drain, memoryWire } from '../../../support/memory-port.ts';
import { manualSchedule } from '../../../support/schedule.ts';

interface Page {
  goTo(place: number): string;
  show(content: string): void;
}

/** A host whose page can be loaded, thrown away without a word, and loaded again. */
function hostWithPage() {
  const wire = memoryWire();
  const clock = manualSchedule();
  const visits: string[] = [];
  const host = new Endpoint<NoMethods, Page>(wire.near, { handlers: {}, schedule: clock.schedule });
  const page = new ReloadingPage(host);
  let loads = 0;
  const load = () => {
    const name = `page ${++loads}`;
    const loaded = new Endpoint<Page, NoMethods>(wire.far, {
      handlers: {
        goTo: (place) => {
          visits.push(`${name} at ${place}`);
          return `${name} at ${place}`;
        },
        show: (content) => void visits.push(`${name} shows ${content}`),
      },
      schedule: clock.schedule,
    });
    page.loaded();
    return loaded;
  };
  return { page, load, visits, clock, settle: () => drain(wire.flush) };
}

const outcome = (call: Promise<unknown>) =>
  call.catch((error: unknown) => (error instanceof RpcError ? error.code : error));

describe('ReloadingPage', () => {
  test('what is asked before the page has loaded is answered once it has', async () => {
    const { page, load, settle } = hostWithPage();
    const answer = page.ask('goTo', 1, 100);
    load();
    await settle();
    expect(await answer).toBe('page 1 at 1');
  });

  test('what is sent to a page that was thrown away is asked again when it has loaded again', async () => {
    const { page, load, settle } = hostWithPage();
    load().dispose();
    const answer = page.ask('goTo', 2, 100);
    await settle();
    load();
    await settle();
    expect(await answer).toBe('page 2 at 2');
  });

  test('what was answered is not asked again', async () => {
    const { page, load, visits, settle } = hostWithPage();
    const first = load();
    const answer = page.ask('goTo', 3, 100);
    await settle();
    first.dispose();
    load();
    await settle();
    expect(await answer).toBe('page 1 at 3');
    expect(visits).toEqual(['page 1 at 3']);
  });

  test('the lost attempt may time out: the one after the reload counts', async () => {
    const { page, load, clock, settle } = hostWithPage();
    load().dispose();
    const answer = page.ask('goTo', 4, 100);
    await settle();
    clock.advance(60);
    load();
    clock.advance(60);
    await settle();
    expect(await answer).toBe('page 2 at 4');
  });

  test('a page that listens and does not answer: timeout', async () => {
    const { page, load, clock, settle } = hostWithPage();
    load().dispose();
    const answer = outcome(page.ask('goTo', 5, 100));
    await settle();
    clock.advance(100);
    expect(await answer).toBe('timeout');
  });

  test('a page that never loads: the question ends with the panel', async () => {
    const { page } = hostWithPage();
    const answer = outcome(page.ask('goTo', 6, 100));
    page.dispose();
    expect(await answer).toBe('disposed');
    expect(await outcome(page.ask('goTo', 7, 100))).toBe('disposed');
  });

  test('a telling does not wait for a page', async () => {
    const { page, load, visits, settle } = hostWithPage();
    page.tell('show', 'too early');
    load();
    page.tell('show', 'in time');
    await settle();
    expect(visits).toEqual(['page 1 shows in time']);
  });
});
