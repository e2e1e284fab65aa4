import { VoteMachine } from './vote-machine.ts';
import { settle, started } from './vote-machine.spec-support.ts';

describe('voting', () => {
  it('shows each pair once, and ends', async () => {
    const { world, machine } = await started();
    for (let n = 0; n < 6; n += 1) {
      expect(machine.read().phase).toBe('armed');
      machine.vote('a');
      await settle();
    }
    expect(machine.read()).toMatchObject({ phase: 'done', reason: 'all_voted', votes: 6, unsent: 0, openPairs: 0 });
    expect(world.votes).toHaveLength(6);
    expect(new Set(world.votes.map(({ pair }) => `${pair.a.id} ${pair.b.id}`)).size).toBe(6);
  });

  it('counts one vote for a key that is held or pressed ten times', async () => {
    const { world, machine } = await started();
    for (let n = 0; n < 10; n += 1) machine.vote('a');
    await settle();
    expect(world.votes).toHaveLength(1);
  });

  it('takes no vote on a picture that is not painted', async () => {
    const { world, machine } = await started();
    world.unpainted = true;
    machine.vote('a');
    await settle();
    expect(machine.read().phase).toBe('loading');
    machine.vote('b');
    await settle();
    expect(world.votes).toHaveLength(1);
    world.unpainted = false;
    world.release();
    await settle();
    expect(machine.read().phase).toBe('armed');
  });

  it('keeps the old pair until the next one is decoded, and takes no vote meanwhile', async () => {
    const { world, machine } = await started();
    const first = machine.read().pair;
    const next = machine.upcoming[0];
    world.undecoded = new Set([next?.a.id ?? '', next?.b.id ?? '']);
    machine.vote('a');
    await settle();
    expect(machine.read()).toMatchObject({ phase: 'leaving', pair: first });
    machine.vote('b');
    world.undecoded.clear();
    world.release();
    await settle();
    expect(machine.read()).toMatchObject({ phase: 'armed', pair: next });
    expect(world.votes).toHaveLength(1);
  });

  it('sends a vote whose answer was cut again, with the same key, and counts it once', async () => {
    const { world, machine } = await started();
    world.cutsNextAnswer = true;
    machine.vote('draw');
    await settle();
    expect(world.votes).toHaveLength(1);
    expect(new Set(world.requests).size).toBe(1);
    expect(world.requests.length).toBe(2);
    expect(machine.read()).toMatchObject({ votes: 1, unsent: 0, message: undefined });
  });

  it('keeps votes while the server is away, and sends each once when it is back', async () => {
    const { world, machine } = await started();
    world.away = true;
    machine.vote('a');
    await settle();
    machine.vote('b');
    await settle();
    expect(machine.read().unsent).toBe(2);
    expect(machine.read().message).toMatch(/kept/);
    expect(world.votes).toHaveLength(0);
    world.away = false;
    await settle();
    expect(world.votes.map(({ outcome }) => outcome)).toEqual(['a', 'b']);
    expect(machine.read()).toMatchObject({ unsent: 0, votes: 2 });
  });

  it('takes a vote by another person as done', async () => {
    const { world, machine } = await started();
    const { pair } = machine.read();
    if (!pair) throw new Error('a pair');
    await world.vote(pair, 'b', 'of another');
    machine.vote('a');
    await settle();
    expect(machine.read()).toMatchObject({ phase: 'armed', message: undefined });
    expect(world.votes).toHaveLength(1);
  });

  it('undoes the last vote and shows the same pair, also at the end', async () => {
    const { world, machine } = await started(['1', '2']);
    const { pair } = machine.read();
    machine.vote('a');
    await settle();
    expect(machine.read().phase).toBe('done');
    machine.undo();
    await settle();
    expect(machine.read()).toMatchObject({ phase: 'armed', pair, votes: 0, canUndo: false });
    expect(world.votes).toHaveLength(0);
  });

  it('undoes after a reload of the page, in the order of the acts', async () => {
    const { world, machine } = await started();
    const first = machine.read().pair;
    machine.vote('a');
    await settle();
    const second = machine.read().pair;
    machine.vote('b');
    await settle();
    const again = new VoteMachine(world);
    await again.start();
    await settle();
    expect(again.read()).toMatchObject({ votes: 2, canUndo: true });
    again.undo();
    await settle();
    expect(again.read()).toMatchObject({ phase: 'armed', pair: second, votes: 1, canUndo: true });
    again.undo();
    await settle();
    expect(again.read()).toMatchObject({ phase: 'armed', pair: first, votes: 0, canUndo: false });
    expect(world.votes).toHaveLength(0);
  });

  it('rejects a side, shows no pair with it, and brings the pair back on undo', async () => {
    const { machine } = await started();
    const { pair } = machine.read();
    if (!pair) throw new Error('a pair');
    machine.reject(['b']);
    await settle();
    const shown = machine.read().pair;
    expect([shown?.a.id, shown?.b.id]).not.toContain(pair.b.id);
    machine.undo();
    await settle();
    expect(machine.read()).toMatchObject({ phase: 'armed', pair });
  });

  it('brings skipped pairs back when there is nothing else', async () => {
    const { world, machine } = await started(['1', '2', '3']);
    const skipped = machine.read().pair;
    machine.skip();
    await settle();
    machine.vote('a');
    await settle();
    machine.vote('a');
    await settle();
    expect(machine.read()).toMatchObject({ phase: 'armed', pair: skipped });
    machine.vote('a');
    await settle();
    expect(world.votes).toHaveLength(3);
  });
});
