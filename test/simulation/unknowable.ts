/** What nobody can tell from the products: counted as windows, and no loss of ours. */
import type { FieldName } from '../../src/engine/fields';
import { type Held, typedInReadBack } from './ledger';
import type { Watched } from './watched';

export class Unknowable {
  constructor(private readonly world: Watched) {}

  /** Whether anything of that kind excuses what became of the field. */
  excuses(held: Held, field: FieldName): boolean {
    return this.inReadBack(held, field) || this.isPutBack(held, field) || this.isEmptied(held, field);
  }

  inReadBack(held: Held, field: FieldName): boolean {
    const within = typedInReadBack(held, field);
    if (within) this.world.coverage.count('window', 'typed between the write and its reading back');
    return within;
  }

  /** Whether somebody typed again what we had written there, and what was not there in between. */
  isTypedAgain(held: Held, field: FieldName): boolean {
    const now = this.world.ledger.now(held, field);
    const again = held.versions.get(field)?.some(({ ours, form }) => ours && form === now?.form) ?? false;
    if (again) this.world.coverage.count('window', 'typed again as we had written it');
    return again;
  }

  /**
   * Whether somebody put back what stood there before a write of which no outcome is known: as if it had not arrived, and
   * what is typed next were the first word.
   */
  isPutBack(held: Held, field: FieldName): boolean {
    const versions = held.versions.get(field) ?? [];
    const last = versions.findLastIndex(({ ours }) => ours);
    const [before, after] = [versions[last - 1], versions[last + 1]];
    const isBack = before !== undefined && before.form === after?.form;
    const back = isBack && this.world.onDisk.unheardOf(held.key, field) > 1;
    if (back) this.world.coverage.count('window', 'put back before we knew that we had written');
    return back;
  }

  /**
   * Whether somebody emptied what a creation gave, of which a crash took the news: as if it had never been given. What
   * was made counts as made by whoever's creation is still unheard of.
   */
  private isEmptied(held: Held, field: FieldName): boolean {
    const [now, ...given] = [...(held.versions.get(field) ?? [])].reverse();
    const emptied = held.madeBy === 'engine' && given.every(({ ours }) => ours) && now?.form === '';
    const unheard = emptied && this.world.onDisk.unheardOf(`${held.system}:${held.kind}:null`, field) > 0;
    if (unheard) this.world.coverage.count('window', 'emptied before we knew that we had made it');
    return unheard;
  }
}
