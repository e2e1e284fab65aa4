import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/admin/',
  html: { cspNonce: 'NONCE_OF_THIS_ANSWER' },
  plugins: [react()],
  build: { target: 'es2024', outDir: process.env.ADMIN_OUT ?? 'dist/site', emptyOutDir: true, assetsInlineLimit: 0 },
});
