import './small-memory.ts';

// Files of this process are for its user alone. Files for others get their mode where they are made.
process.umask(0o077);

// Imported dynamically: static imports would be loaded before the first line runs.
const { program } = await import('./program.ts');
const { runProgram } = await import('./run-program.ts');

await runProgram(program(), process.argv);
