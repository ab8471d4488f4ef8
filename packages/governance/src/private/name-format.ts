import type { NameRule } from './name-rules';
import { shortened } from './name-words';

/** An account id may be a token: it stands for twelve digits. */
const ACCOUNT_ID_LENGTH = '-123456789012'.length;
const FIFO = '.fifo';
const MISTAKEN_FOR_RANDOM_ENDING = /-[a-z0-9]{6}$/;

/** What belongs to one name besides the convention's format. */
export interface Affixes {
  readonly start: string;
  readonly end: string;
  /** Length of `end`, in which a token may stand. */
  readonly endLength: number;
}

/** A format of names: what stands before and after the slot of the resource. */
export class NameFormat {
  constructor(
    private readonly before: string,
    private readonly after: string,
  ) {}

  /** The characters left for the slot. */
  public room(maxLength: number, affixes: Affixes): number {
    return maxLength - affixes.start.length - this.before.length - this.after.length - affixes.endLength;
  }

  public compose(slot: string, affixes: Affixes): string {
    return `${affixes.start}${this.before}${slot}${this.after}${affixes.end}`;
  }

  /** Names to try, best first: the whole slot where it fits, then shortened ones. */
  public *candidates(slot: string, maxLength: number, affixes: Affixes, seed: string): Generator<string> {
    const room = this.room(maxLength, affixes);
    if (slot.length <= room) yield this.compose(slot, affixes);
    yield this.compose(shortened(slot, room, seed), affixes);
    for (let attempt = 2; attempt < 100; attempt++) {
      yield this.compose(shortened(slot, room, `${seed}#${attempt}`), affixes);
    }
  }

  public affixes(rule: NameRule, context: { account: string; fifo?: boolean; start?: string }): Affixes {
    const { account, fifo, start = rule.prefix ?? '' } = context;
    const mistaken = rule.randomEnding === true && MISTAKEN_FOR_RANDOM_ENDING.test(this.after);
    if (rule.accountId || mistaken) return { start, end: `-${account}`, endLength: ACCOUNT_ID_LENGTH };
    return fifo ? { start, end: FIFO, endLength: FIFO.length } : { start, end: '', endLength: 0 };
  }
}
