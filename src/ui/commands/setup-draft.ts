/** What was answered before a setup was closed half-way, without secrets: it goes on from there. */
import type { Memento } from 'vscode';
import { SYSTEMS, type SystemName } from '../../engine/model';
import type { Answers } from '../input/steps';
import { SECRET } from './connection-steps';

const KEY = 'mspSync.setupDraft';

export class SetupDrafts {
  constructor(private readonly memento: Memento) {}

  /** The answers of a setup that was begun in the folder and not finished. */
  of(folder: string, system: SystemName): Answers {
    const held: unknown = this.memento.get(keyOf(folder, system));
    if (typeof held !== 'object' || held === null) return {};
    return Object.fromEntries(
      Object.entries(held).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }

  begun(folder: string): readonly SystemName[] {
    return SYSTEMS.filter((system) => Object.keys(this.of(folder, system)).length > 0);
  }

  async keep(folder: string, system: SystemName, answers: Answers): Promise<void> {
    const { [SECRET]: _secret, ...rest } = answers;
    await this.memento.update(keyOf(folder, system), rest);
  }

  async drop(folder: string, system: SystemName): Promise<void> {
    await this.memento.update(keyOf(folder, system), undefined);
  }
}

const keyOf = (folder: string, system: SystemName): string => `${KEY}:${system}@${folder}`;
