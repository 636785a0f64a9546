import { defineConfig } from 'vitest/config'

// The desk is served from one origin by the Go binary; while developing, the
// mock (npm run mock) or a real server answers /api.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false, // dist/stub.html is committed; scripts/clean.mjs empties the rest
    manifest: 'manifest.json',
    assetsInlineLimit: 0,
    rollupOptions: { input: ['index.html', 'phone.html'] },
    modulePreload: { polyfill: false },
  },
  // What the phone's worker fetches when first needed has a name by which sw.mjs finds it.
  worker: { format: 'es', rollupOptions: { output: { chunkFileNames: 'assets/later-[name]-[hash].js' } } },
  server: { proxy: { '/api': process.env.BASE_URL ?? 'http://127.0.0.1:8099' } },
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}'] },
})
