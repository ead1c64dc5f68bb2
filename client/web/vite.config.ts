import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the development server and the preview send what only the gateway answers. */
const gateway = process.env.LECTERN_WEB_GATEWAY_URL ?? 'http://localhost:4000';
const target = { target: gateway, changeOrigin: false };

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: {
      '/graphql': { ...target, ws: true },
      '/api': target,
      '/media': target,
      '/files': target,
    },
  },
  build: {
    target: 'es2022',
    // A data: address would need an exception in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 700,
  },
});
