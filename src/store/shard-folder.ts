/** The shards on the disk: a file for each organization, of which only those that changed are written. */
import { join } from 'node:path';
import type { Clock, StateChange } from '../engine/ports';
import type { Disk } from './disk';
import type { JsonFile } from './json-file';
import { codeOf, diskFailure } from './safe-file';
import { type Shard, VERSION } from './shape';
import { Shards, shardName } from './shards';

interface Place {
  readonly path: string;
  readonly disk: Disk;
  readonly clock: Clock;
  /** The file of a shard; `empty` is its content where there is none. */
  readonly fileOf: (path: string, empty: Shard) => JsonFile<Shard>;
}

export class ShardFolder {
  private readonly files = new Map<string, JsonFile<Shard>>();
  private shards: Shards | null = null;
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly place: Place) {}

  /** All shards, read once. */
  async held(): Promise<Shards> {
    this.shards ??= await this.read();
    return this.shards;
  }

  /**
   * Takes over the change and writes the shards that it touches, one save after another; what could not be written is
   * tried again by the next.
   */
  save(change: StateChange): Promise<void> {
    const saved = this.last.then(async () => {
      const shards = await this.held();
      shards.change(change);
      await this.write(shards);
    });
    this.last = saved.catch(() => undefined); // whoever saves is told
    return saved;
  }

  /** What was held is no more. */
  forget(): void {
    this.files.clear();
    this.shards = null;
  }

  private async read(): Promise<Shards> {
    const shards = new Shards();
    const found: { name: string; shard: Shard }[] = [];
    for (const name of await this.names()) {
      const shard = await this.file(name).read();
      shards.change(shard);
      found.push({ name, shard });
      await this.place.clock.yield();
    }
    // Where a kill came between two files, one thing may lie in both: both are written anew.
    for (const { name, shard } of found)
      if (name === shardName(shard.organization) && same(shard, shards.shard(shard.organization)))
        shards.settled(shard.organization);
    return shards;
  }

  private async write(shards: Shards): Promise<void> {
    await this.place.disk.makeFolder(this.place.path).catch((error: unknown) => {
      throw diskFailure(error, this.place.path);
    });
    const unwritten = shards.unwritten.filter((organization) => shards.has(organization));
    for (const organization of unwritten) {
      await this.writeOne(shards.shardWithLeaving(organization));
      if (!shards.isLeft(organization)) shards.settled(organization);
    }
    // Only now: what moved to another shard lies there, and no kill can lose it.
    for (const organization of unwritten.filter((one) => shards.isLeft(one))) {
      await this.writeOne(shards.shard(organization));
      shards.settled(organization);
    }
    const wanted = new Set(shards.organizations.map(shardName));
    for (const name of await this.names()) {
      if (wanted.has(name)) continue;
      await this.place.disk.remove(this.pathOf(name));
      this.files.delete(name);
    }
    for (const organization of shards.unwritten) shards.settled(organization);
  }

  private async writeOne(shard: Shard): Promise<void> {
    await this.file(shardName(shard.organization)).write(shard);
    await this.place.clock.yield();
  }

  private async names(): Promise<readonly string[]> {
    try {
      const names = await this.place.disk.names(this.place.path);
      return names.filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw diskFailure(error, this.place.path);
    }
  }

  private pathOf(name: string): string {
    return join(this.place.path, `${name}${ENDING}`);
  }

  private file(name: string): JsonFile<Shard> {
    let file = this.files.get(name);
    if (!file) {
      file = this.place.fileOf(this.pathOf(name), EMPTY);
      this.files.set(name, file);
    }
    return file;
  }
}

const ENDING = '.json';
const EMPTY: Shard = { version: VERSION, organization: '', identities: [], records: [] };

const same = (one: Shard, other: Shard): boolean =>
  one.identities.length === other.identities.length &&
  one.records.length === other.records.length &&
  one.identities.every((identity, at) => identity === other.identities[at]) &&
  one.records.every((record, at) => record === other.records[at]);
