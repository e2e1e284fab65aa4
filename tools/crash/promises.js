/**
 * What people were promised about the winner of one run: the candidate of the last answered choice, null when it was
 * unset, undefined while nobody can know: two people at once, or a refusal.
 */
export class WinnerPromise {
  constructor() {
    this.winner = undefined;
    this.open = 0;
    this.turn = 0;
  }

  /** `ask` answers undefined when it was refused. */
  async after(ask, winner) {
    this.turn += 1;
    const [turn, alone] = [this.turn, this.open === 0];
    this.open += 1;
    this.winner = undefined;
    const answer = await ask();
    this.open -= 1;
    if (answer && alone && turn === this.turn) this.winner = winner;
  }
}
