import { defineConfig } from 'vite'

/** The simulator's phones: one file for Node, outside what the server embeds. */
export default defineConfig({
  build: { ssr: 'src/sim/phone.ts', outDir: 'sim-dist', emptyOutDir: true, target: 'node20', rollupOptions: { output: { entryFileNames: 'phone.mjs' } } },
})
