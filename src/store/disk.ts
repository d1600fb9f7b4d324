/** The file system as the store uses it: Node's own, or one for rehearsals that forgets what was not synced. */
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface DiskFile {
  /** Adds at the end. What is written survives the program, but a power cut only once it is synced. */
  write(text: string): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Every method rejects with Node's own errors and their codes: `ENOENT`, `EEXIST`, `ENOSPC`. */
export interface Disk {
  /** A file's text in UTF-8. */
  read(path: string): Promise<string>;
  /** Names in the folder, in no order. */
  names(folder: string): Promise<readonly string[]>;
  /** With all folders above it; those that are new survive a power cut. */
  makeFolder(path: string): Promise<void>;
  /** Empties the file or makes a new one; `new` rejects with `EEXIST` where there is one. */
  open(path: string, how: 'empty' | 'new'): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  /** Does nothing where there is no such file. */
  remove(path: string): Promise<void>;
  /** Makes names that came, went or moved in the folder survive a power cut. */
  syncFolder(folder: string): Promise<void>;
}

export const nodeDisk: Disk = {
  read: (path) => readFile(path, 'utf8'),
  names: (folder) => readdir(folder),
  makeFolder: async (path) => {
    const first = await mkdir(path, { recursive: true });
    if (first === undefined) return;
    for (let at = path; at !== dirname(first); at = dirname(at)) await syncFolder(dirname(at));
  },
  open: async (path, how) => fileOf(await open(path, how === 'new' ? 'ax' : 'w', 0o600)),
  rename,
  remove: (path) => rm(path, { force: true }),
  syncFolder,
};

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; its rename is durable enough without.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const fileOf = (handle: FileHandle): DiskFile => ({
  write: (text) => handle.appendFile(text, 'utf8'),
  sync: () => handle.datasync(),
  close: () => handle.close(),
});
