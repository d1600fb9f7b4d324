/** A disk that forgets, at a power cut, what was not synced: contents are torn, names come back. */
import { dirname } from 'node:path';
import type { Random } from '../../src/simulators/fleet/random';
import type { Disk, DiskFile } from '../../src/store/disk';

interface Inode {
  /** As programs see it. */
  text: string;
  /** What has certainly reached the platter. */
  safe: string;
}

type Names = Map<string, Inode>;

/** What a program does to the names in a folder, until the folder is synced. */
interface NameChange {
  readonly folder: string;
  readonly apply: (names: Names) => void;
}

export class MemoryDisk {
  private names: Names = new Map();
  private safeNames: Names = new Map();
  private unsynced: NameChange[] = [];
  private readonly folders = new Set<string>();
  /** Every text that was ever written, for the search for secrets. */
  readonly everWritten: string[] = [];
  /** Told of each text that has safely arrived, with the path it is under. */
  onSynced: (path: string, text: string) => void = () => undefined;

  /** The operations themselves, at once; who uses them decides when they happen. */
  readonly direct: Disk = {
    read: async (path) => {
      const inode = this.names.get(path);
      if (!inode) throw coded('ENOENT', path);
      return inode.text;
    },
    names: async (folder) => {
      if (!this.folders.has(folder)) throw coded('ENOENT', folder);
      return [...this.names.keys()]
        .filter((path) => dirname(path) === folder)
        .map((path) => path.slice(folder.length + 1));
    },
    makeFolder: async (path) => {
      for (let at = path; at !== dirname(at); at = dirname(at)) this.folders.add(at);
    },
    open: async (path, how) => {
      const known = this.names.get(path);
      if (known && how === 'new') throw coded('EEXIST', path);
      if (!this.folders.has(dirname(path))) throw coded('ENOENT', path);
      const inode = known ?? { text: '', safe: '' };
      inode.text = '';
      if (!known) this.change(path, (names) => names.set(path, inode));
      return this.fileOf(path, inode);
    },
    rename: async (from, to) => {
      const inode = this.names.get(from);
      if (!inode) throw coded('ENOENT', from);
      this.change(to, (names) => {
        names.delete(from);
        names.set(to, inode);
      });
    },
    remove: async (path) => {
      if (this.names.has(path)) this.change(path, (names) => names.delete(path));
    },
    syncFolder: async (folder) => {
      const kept: NameChange[] = [];
      for (const change of this.unsynced) {
        if (change.folder === folder) change.apply(this.safeNames);
        else kept.push(change);
      }
      this.unsynced = kept;
      for (const [path, inode] of this.names) {
        if (dirname(path) === folder && inode.text === inode.safe) this.onSynced(path, inode.text);
      }
    },
  };

  /** The text under the path as programs see it, or null. */
  text(path: string): string | null {
    return this.names.get(path)?.text ?? null;
  }

  paths(): readonly string[] {
    return [...this.names.keys()];
  }

  /** The machine loses power: of what was not synced a part arrived, in the order in which it was written. */
  cutPower(random: Random): void {
    const arrived = random.integer(0, this.unsynced.length);
    for (const change of this.unsynced.slice(0, arrived)) change.apply(this.safeNames);
    this.unsynced = [];
    this.names = new Map(this.safeNames);
    for (const inode of new Set(this.names.values())) {
      if (inode.text === inode.safe) continue;
      const grown = inode.text.startsWith(inode.safe);
      const added = grown ? inode.text.slice(inode.safe.length) : inode.text;
      const part = added.slice(0, random.integer(0, added.length));
      inode.text = grown ? inode.safe + part : random.chance(0.5) ? part : inode.safe;
      inode.safe = inode.text;
    }
  }

  private change(path: string, apply: (names: Names) => void): void {
    apply(this.names);
    this.unsynced.push({ folder: dirname(path), apply });
  }

  private fileOf(path: string, inode: Inode): DiskFile {
    return {
      write: async (text) => {
        this.everWritten.push(text);
        inode.text += text;
      },
      sync: async () => {
        inode.safe = inode.text;
        // Under a name that a power cut takes away nothing is safe.
        if (this.safeNames.get(path) === inode) this.onSynced(path, inode.text);
      },
      close: async () => undefined,
    };
  }
}

export function coded(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
