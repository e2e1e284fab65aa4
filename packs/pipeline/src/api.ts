export { CreateRunDto, RunResponse } from './runs/run.dto.ts';
