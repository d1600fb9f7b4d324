/** Secrets as several windows see them: on the desktop over one storage, in a browser each over a copy of its own. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../../src/engine/failure';
import { Secrets, type SecretsPorts } from '../../../src/host/secrets';

type Listener = (event: { key: string }) => unknown;

/** A storage that tells all who listen of each change. */
class Storage {
  readonly held = new Map<string, string>();
  private readonly listeners = new Set<Listener>();
  broken = false;

  readonly get = async (key: string) => this.working(() => this.held.get(key));
  readonly store = async (key: string, value: string) => this.working(() => this.held.set(key, value), key);
  readonly delete = async (key: string) => this.working(() => this.held.delete(key), key);
  readonly onDidChange: SecretsPorts['storage']['onDidChange'] = (listener) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  private working<T>(act: () => T, changed?: string): T {
    if (this.broken) throw new Error('org.freedesktop.Secret.Error.IsLocked');
    const result = act();
    if (changed !== undefined) for (const listener of this.listeners) listener({ key: changed });
    return result as T;
  }
}

const list = new Map<string, unknown>();
const index: SecretsPorts['index'] = {
  get: (key: string) => list.get(key) as never,
  update: async (key, value) => void list.set(key, value),
};

function windowOver(storage: Storage, environment: Record<string, string> = {}) {
  let turn: (state: { focused: boolean }) => void = () => undefined;
  const secrets = new Secrets({
    storage: storage as never,
    index,
    environment,
    onDidChangeWindowState: (listener) => {
      turn = listener;
      return { dispose: () => undefined };
    },
  });
  const told = vi.fn();
  secrets.onDidChange(told);
  return { secrets, told, turnTo: () => turn({ focused: true }) };
}

const ORIGIN = 'https://bms.example';
const missing = (text: RegExp) => ({
  reason: 'secret-missing',
  system: 'bms',
  message: expect.stringMatching(text),
});

beforeEach(() => list.clear());

describe('two windows over one storage, as on the desktop', () => {
  it('each is told of what the other saves, replaces and forgets, and sees it', async () => {
    const storage = new Storage();
    const [one, two] = [windowOver(storage), windowOver(storage)];
    await one.secrets.save('bms', ORIGIN, 'first');
    expect(two.told).toHaveBeenCalledTimes(1);
    expect(await two.secrets.get('bms', ORIGIN)).toBe('first');
    await two.secrets.save('bms', ORIGIN, 'second');
    expect(await one.secrets.get('bms', ORIGIN)).toBe('second');
    await one.secrets.forget({ system: 'bms', origin: ORIGIN });
    expect(two.told).toHaveBeenCalledTimes(3);
    await expect(two.secrets.get('bms', ORIGIN)).rejects.toMatchObject(missing(/^No secret is saved/));
    expect(two.secrets.saved()).toEqual([]);
  });

  it('what an older version saved is read as it is', async () => {
    const storage = new Storage();
    storage.held.set(`mspSync.bms@${ORIGIN}`, 'plain\ntext');
    expect(await windowOver(storage).secrets.get('bms', ORIGIN)).toBe('plain\ntext');
    list.set('mspSync.secretIndex', [{ system: 'bms', origin: ORIGIN }]);
    expect(await windowOver(storage).secrets.get('bms', ORIGIN)).toBe('plain\ntext');
  });

  it('a list that comes later than the storage is waited for', async () => {
    const storage = new Storage();
    const { secrets } = windowOver(storage);
    await secrets.save('bms', ORIGIN, 'first');
    const before = list.get('mspSync.secretIndex');
    await secrets.save('bms', ORIGIN, 'second');
    const after = list.get('mspSync.secretIndex');
    list.set('mspSync.secretIndex', before);
    const asked = secrets.get('bms', ORIGIN);
    list.set('mspSync.secretIndex', after);
    expect(await asked).toBe('second');
  });
});

describe('two windows over copies, as in a browser', () => {
  it('a secret that was replaced in the other window is not used any more; that it was is seen on turning to the window', async () => {
    const [mine, theirs] = [new Storage(), new Storage()];
    const [one, two] = [windowOver(mine), windowOver(theirs)];
    await one.secrets.save('bms', ORIGIN, 'first');
    theirs.held.set(...([...mine.held][0] ?? ['', '']));
    await one.secrets.save('bms', ORIGIN, 'second');
    expect(two.told).not.toHaveBeenCalled();
    two.turnTo();
    expect(two.told).toHaveBeenCalledTimes(1);
    two.turnTo();
    expect(two.told).toHaveBeenCalledTimes(1);
    await expect(two.secrets.get('bms', ORIGIN)).rejects.toMatchObject(missing(/^This window does not see/));
    expect(await one.secrets.get('bms', ORIGIN)).toBe('second');
  });

  it('a secret that was forgotten in the other window is gone from this one', async () => {
    const [mine, theirs] = [new Storage(), new Storage()];
    const [one, two] = [windowOver(mine), windowOver(theirs)];
    await one.secrets.save('bms', ORIGIN, 'first');
    for (const [key, value] of mine.held) theirs.held.set(key, value);
    expect(await two.secrets.get('bms', ORIGIN)).toBe('first');
    await one.secrets.forget({ system: 'bms', origin: ORIGIN });
    await expect(two.secrets.get('bms', ORIGIN)).rejects.toMatchObject(missing(/^No secret is saved/));
    expect(theirs.held.size).toBe(0);
  });
});

describe('a storage that does not work', () => {
  it('is named with what to do, whatever was asked of it, and nothing is taken for saved', async () => {
    const storage = new Storage();
    const { secrets } = windowOver(storage);
    storage.broken = true;
    const acts = [
      () => secrets.get('bms', ORIGIN),
      () => secrets.find('bms', ORIGIN),
      () => secrets.save('bms', ORIGIN, 'x'),
      () => secrets.forget({ system: 'bms', origin: ORIGIN }),
    ];
    for (const act of acts) {
      const error = Failure.from(
        await act().then(
          () => null,
          (why: unknown) => why,
        ),
      );
      expect(error).toMatchObject({ reason: 'secret-storage', code: 'MSP-208' });
      expect(error.message).toBe("The editor's secret storage does not work.");
      expect(error.remedy).toMatch(/keyring/);
    }
    expect(secrets.saved()).toEqual([]);
    storage.broken = false;
    await secrets.save('bms', ORIGIN, 'x');
    expect(await secrets.get('bms', ORIGIN)).toBe('x');
  });
});

it('a server on this machine gets its secret from the environment, no other does', async () => {
  const { secrets } = windowOver(new Storage(), { MSP_SYNC_BMS_PASSWORD: 'demo' });
  expect(await secrets.get('bms', 'http://127.0.0.1:8101')).toBe('demo');
  await expect(secrets.get('bms', ORIGIN)).rejects.toMatchObject(missing(/^No secret is saved/));
});
