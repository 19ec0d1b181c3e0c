/** What is done with a network's picture and table while it is measured. */
import { webview } from '../../vscode/workbench.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Drags to and fro, then zooms out and in.
 *
 * @param {Page} page
 */
export async function pan(page) {
  const box = await webview(page).locator('canvas.picture').first().boundingBox();
  if (box === null) throw new Error('There is no picture.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < 150; step++) {
    await page.mouse.move(x + 180 * Math.sin(step / 12), y + 160 * Math.sin(step / 9));
    await page.waitForTimeout(12);
  }
  await page.mouse.up();
  await page.keyboard.down('Control');
  for (let step = 0; step < 60; step++) {
    await page.mouse.wheel(0, step < 30 ? 60 : -60);
    await page.waitForTimeout(16);
  }
  await page.keyboard.up('Control');
}

/** @param {Page} page */
export async function openTable(page) {
  await webview(page).locator('.choice .chip').nth(1).click();
  await webview(page).locator('.table').waitFor();
  await page.waitForTimeout(500);
}

/** By what each layer costs, then as it was. @param {Page} page */
export async function sortTable(page) {
  for (let press = 0; press < 3; press++) {
    await webview(page).locator('.sort').nth(3).click();
    await page.waitForTimeout(300);
  }
}

/** @param {Page} page */
export async function scrollTable(page) {
  await webview(page).locator('.table-scroll').hover();
  for (let step = 0; step < 60; step++) {
    await page.mouse.wheel(0, step < 40 ? 400 : -900);
    await page.waitForTimeout(16);
  }
}
