export { SchedulerService } from './scheduling/scheduler.service.ts';
