/** E-mails of a contact are edited by two calls: what becomes of the second when the first has been taken. */
import { expect, it } from 'vitest';
import { Failure } from '../../../../src/engine/failure';
import { createClient } from '../../../../src/systems/bms/client';
import { editEntries, SORTS } from '../../../../src/systems/bms/contact-edits';
import type { WireContact } from '../../../../src/systems/bms/wire';
import type { Http, HttpCall } from '../../../../src/systems/http/model';
import { CLOCK } from '../../engine/fakes';

const never = new AbortController().signal;
const contact = (emailAddress: string): WireContact => ({
  id: 7,
  isActive: true,
  isPoc: false,
  emails: [{ emailAddress, emailTypeId: 1, isDefault: true }],
});

/** Takes the calls one after another; `answer` gives each its body, or throws. */
function recorded(answer: (call: HttpCall, at: number) => unknown) {
  const calls: HttpCall[] = [];
  const http: Http = {
    request: async (call) => {
      calls.push(call);
      return { status: 200, headers: {}, body: answer(call, calls.length) };
    },
    remaining: () => Number.POSITIVE_INFINITY,
    freeAt: () => 0,
    lastAt: () => 0,
    spent: () => ({}),
    restore: () => undefined,
    skew: () => null,
    theirTime: (ours) => ours,
    dispose: () => undefined,
  };
  const [emails] = SORTS;
  if (!emails) throw new Error('No sort of entries.');
  const edit = (goesOn: boolean) =>
    editEntries(
      emails,
      contact('a@x.example'),
      contact('b@x.example'),
      createClient(http, CLOCK),
      never,
      goesOn,
    );
  return { calls, edit };
}

const taken = { success: true, result: { added: 1, updated: 0, deleted: 0 } };

it('it goes on with what was begun, and is not given up for having waited', async () => {
  const { calls, edit } = recorded(() => taken);
  expect(await edit(false)).toBe(true);
  expect(calls.map(({ goesOn }) => goesOn)).toEqual([false, true]);
  const later = recorded(() => taken);
  await later.edit(true);
  expect(later.calls.map(({ goesOn }) => goesOn)).toEqual([true, true]);
});

it('a failure of it says that something was done, one of the first does not', async () => {
  const busy = new Failure('rate-limited', 'No room.', { system: 'bms' });
  const failing = (which: number) =>
    recorded((_call, at) => {
      if (at === which) throw busy;
      return taken;
    });
  await expect(failing(2).edit(false)).rejects.toMatchObject({ reason: 'rate-limited', mayHaveActed: true });
  await expect(failing(1).edit(false)).rejects.toMatchObject({ reason: 'rate-limited', mayHaveActed: false });
});
