import { setFlagsFromString } from 'node:v8';

// Before anything else is loaded: a command reads a hundred thousand rows in pages and keeps none of them, but on a large
// machine V8 lets twice as much garbage lie as the pages are worth (bench/backfill.js: 293 MB at its peak, 174 MB with this).
setFlagsFromString('--max-semi-space-size=2');
setFlagsFromString('--optimize-for-size');
