/** One JSON file of ours behind lowdb: validated when read, replaced whole when written, left alone when unchanged. */
import { type Adapter, Low } from 'lowdb';
import type * as z from 'zod';
import { Failure } from '../engine/failure';
import type { Disk } from './disk';
import { readText, replaceFile, setAside } from './safe-file';
import { VERSION } from './shape';
import { formatOf, refuseNewer, type Upgrades, upgraded } from './upgrade';

export interface Damage {
  readonly path: string;
  readonly aside: string;
  readonly why: string;
}

interface FileOptions<T> {
  readonly path: string;
  readonly shape: z.ZodType<T>;
  readonly empty: T;
  /** Told when a file could not be understood and was moved out of the way. */
  readonly onDamage: (damage: Damage) => void;
  /** A file that people edit is never moved: it is refused instead. */
  readonly keep?: true;
  /** Indented, for files that people read in Git. */
  readonly readable?: true;
  /** Its text, where that is not plain JSON of the content. */
  readonly textOf?: (content: T) => string;
  /** The newest format that is known, and the way up to it from earlier ones. */
  readonly version?: number;
  readonly upgrades?: Upgrades;
  /** Where the file lies; Node's file system when absent. */
  readonly disk?: Disk;
}

export class JsonFile<T> {
  private readonly db: Low<T>;
  private readonly disk: SafeAdapter<T>;

  constructor(options: FileOptions<T>) {
    this.disk = new SafeAdapter(options);
    this.db = new Low(this.disk, options.empty);
  }

  async read(): Promise<T> {
    await this.db.read();
    return this.db.data;
  }

  /** Replaces the content; does nothing when the text on disk would be the same. */
  async write(data: T): Promise<void> {
    this.db.data = data;
    await this.db.write();
  }
}

class SafeAdapter<T> implements Adapter<T> {
  private written: string | null = null;
  /** As it was found, where its format is to be left behind. */
  private former: { readonly format: number; readonly text: string } | null = null;

  constructor(private readonly options: FileOptions<T>) {}

  async read(): Promise<T | null> {
    const text = await readText(this.options.path, this.options.disk);
    if (text === null) return null;
    const content = this.parse(text);
    if (content === DAMAGED) return this.damaged(CONFLICT.test(text) ? UNMERGED : 'it is not valid JSON');
    const { version = VERSION, upgrades = {}, path } = this.options;
    refuseNewer(content, version, path);
    const result = this.options.shape.safeParse(upgraded(content, version, upgrades));
    if (!result.success) {
      const [issue] = result.error.issues;
      return this.damaged(`${issue?.path.join('.') || 'content'}: ${issue?.message ?? 'unexpected'}`);
    }
    this.written = text;
    const format = formatOf(content) ?? version;
    this.former = format < version ? { format, text } : null;
    return result.data;
  }

  async write(data: T): Promise<void> {
    // Nothing is replaced unread: what people or a newer version wrote stops us here, and what is damaged is set aside.
    if (this.written === null) await this.read();
    const text = this.textOf(data);
    if (text === this.written) return;
    await this.keepFormer();
    await replaceFile(this.options.path, text, this.options.disk);
    this.written = text;
  }

  private textOf(data: T): string {
    const { textOf, readable } = this.options;
    return textOf?.(data) ?? `${JSON.stringify(data, null, readable ? 2 : 0)}\n`;
  }

  /** An earlier version of the program can go on with the copy. */
  private async keepFormer(): Promise<void> {
    if (this.former === null) return;
    const { format, text } = this.former;
    await replaceFile(`${this.options.path}.format-${format}`, text, this.options.disk);
    this.former = null;
  }

  private parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      return DAMAGED;
    }
  }

  private async damaged(why: string): Promise<null> {
    const { path } = this.options;
    if (this.options.keep) {
      throw new Failure('store-damaged', `${path} cannot be read: ${why}.`, {
        remedy: `${why === UNMERGED ? KEEP_BOTH : MEND} It was left as it is.`,
      });
    }
    this.options.onDamage({ path, aside: await setAside(path, this.options.disk), why });
    return null;
  }
}

const DAMAGED = Symbol('damaged');
/** What Git leaves in a file that two people changed in the same place. */
const CONFLICT = /^(<{7}|={7}|>{7})/m;
const MEND = 'Mend the file (Git shows what changed), or move it away, then try again.';
const KEEP_BOTH =
  'Keep what both sides decided: delete the lines that begin with <<<<<<<, ======= and >>>>>>>, then try again.';
const UNMERGED = 'Git could not merge it and left conflict markers (<<<<<<<) in it';
