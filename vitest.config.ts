import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,property}/**/*.test.{ts,tsx}'],
    passWithNoTests: true,
  },
});
