import { jest } from '@jest/globals';
import { StopSignal } from './stop-signal.ts';

describe('the signal to stop', () => {
  let exit: jest.Spied<typeof process.exit>;

  beforeEach(() => {
    jest.useFakeTimers();
    exit = jest.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
    process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM');
  });

  it('ends a process that is still at work after 19 s', async () => {
    const stopping = new StopSignal();
    process.emit('SIGTERM', 'SIGTERM');
    expect(await stopping.received).toBe('SIGTERM');
    jest.advanceTimersByTime(18_999);
    expect(exit).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(exit.mock.calls).toEqual([[1]]);
  });

  it('ends at once at the second signal, unless it is the same press of Ctrl-C', () => {
    new StopSignal();
    process.emit('SIGINT', 'SIGINT');
    jest.advanceTimersByTime(1_000);
    process.emit('SIGINT', 'SIGINT');
    expect(exit).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    process.emit('SIGINT', 'SIGINT');
    expect(exit.mock.calls).toEqual([[1]]);
  });
});
