import './small-memory.ts';

// Imported dynamically: static imports would be loaded before the first line runs.
const { program } = await import('./program.ts');
const { runProgram } = await import('./run-program.ts');

await runProgram(program(), process.argv);
