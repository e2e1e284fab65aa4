/**
 * The winner that the API promised for one run: the candidate of the last answered choice; null after it was unset;
 * undefined while the answers do not determine it (two requests at once, or a refusal).
 */
export class WinnerPromise {
  winner: string | null | undefined = undefined;
  private open = 0;
  private turn = 0;

  /** @param ask sends the choice; answers undefined when the API refused it */
  async after(ask: () => Promise<unknown>, winner: string | null): Promise<void> {
    this.turn += 1;
    const [turn, alone] = [this.turn, this.open === 0];
    this.open += 1;
    this.winner = undefined;
    const answer = await ask();
    this.open -= 1;
    if (answer && alone && turn === this.turn) this.winner = winner;
  }
}
