import './small-memory.ts';

// Only now: what is imported above is loaded before the first of it runs.
const { program } = await import('./program.ts');
const { runProgram } = await import('./run-program.ts');

await runProgram(program(), process.argv);
