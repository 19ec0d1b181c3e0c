import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { usePanelHarness } from '../support/panel/harness.ts';
import { openCorrelation } from '../support/panel/panel-views.ts';

const harness = usePanelHarness();

/** How many different pictures are seen, frame by frame, until something has been done and a while after it. */
async function picturesDuring(page: Page, action: () => Promise<unknown>): Promise<number> {
  const counted = await page.evaluateHandle(() => {
    const pictures = new Set<string>();
    let done = false;
    const look = () => {
      pictures.add(document.querySelector<HTMLCanvasElement>('.layer canvas.picture')?.toDataURL() ?? '');
      if (!done) requestAnimationFrame(look);
    };
    look();
    return {
      end: () => {
        done = true;
        return pictures.size;
      },
    };
  });
  await action();
  await page.waitForTimeout(1000);
  return counted.evaluate((counting) => counting.end());
}

test.each([
  [false, 'turns before one’s eyes'],
  [true, 'has turned, nothing moves'],
])(
  'reduced motion %s: with the switch the kernel %s; turned back, the window stands where it stood',
  async (reducedMotion) => {
    const { page, host } = await openCorrelation(harness, 5, { reducedMotion });
    const shown = async () => {
      const { stage, step, planes } = await host.panel.call('describe', {});
      return { stage, step, tensors: planes.map(({ tensor }) => tensor) };
    };
    const slide = { stage: 'correlate', step: 5, tensors: ['X', 'W', 'Z'] };
    const turn = page.getByRole('checkbox', { name: 'True convolution' });
    expect(await shown()).toEqual(slide);
    const kernel = async () => (await host.panel.call('describe', {})).planes[1]?.cells;
    const plain = await kernel();
    const pictures = await picturesDuring(page, async () => {
      await turn.check();
      await expect.poll(async () => (await shown()).stage).toBe('flip');
    });
    if (reducedMotion) expect(pictures).toBeLessThan(4);
    else expect(pictures).toBeGreaterThan(5);
    expect(await shown()).toEqual({ stage: 'flip', step: 0, tensors: ['X', 'W'] });
    expect(await kernel()).toEqual([...(plain ?? [])].reverse());
    await turn.uncheck();
    expect(await shown()).toEqual(slide);
    expect(await kernel()).toEqual(plain);

    // Who has gone on to slide the turned kernel stays at the step.
    await turn.check();
    await page.getByRole('button', { name: 'Slide and sum' }).click();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await shown()).step).toBe(1);
    await turn.uncheck();
    expect(await shown()).toEqual({ ...slide, step: 1 });
  },
);
