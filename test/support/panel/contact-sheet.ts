import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

export interface Still {
  readonly title: string;
  readonly width: number;
  readonly png: Buffer;
}

/** Rows of pictures on one sheet, all at the same part of their size, so that a view is looked at in one glance. */
export async function writeContactSheet(
  page: Page,
  file: string,
  rows: readonly (readonly Still[])[],
  scale: number,
): Promise<void> {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page has no browser.');
  const widths = rows.map((row) => row.reduce((sum, { width }) => sum + Math.ceil(width * scale) + 8, 8));
  const sheet = await browser.newPage({ viewport: { width: Math.max(...widths), height: 100 } });
  const figure = ({ title, width, png }: Still): string =>
    `<figure><figcaption>${title}</figcaption><img width="${width * scale}" src="data:image/png;base64,${png.toString('base64')}" /></figure>`;
  await sheet.setContent(
    `<style>
      body { margin: 8px 0 0 8px; background: #777; font: 11px sans-serif; }
      div { display: flex; }
      figure { margin: 0 8px 8px 0; }
      img { display: block; }
    </style>${rows.map((row) => `<div>${row.map(figure).join('')}</div>`).join('')}`,
  );
  writeFileSync(file, await sheet.screenshot({ fullPage: true }));
  await sheet.close();
}
