import { describe, expect, it } from 'vitest';
import { entryNamed, looseForm, makersForm, modelsForm } from '../../../src/systems/names';

const named = (names: readonly string[], name: string, form: (text: string) => string) =>
  entryNamed(
    names.map((one) => ({ name: one })),
    name,
    form,
  )?.name ?? null;

describe('an entry of a list', () => {
  it.each([
    [['Access Point', 'Server'], 'access point', 'Access Point'],
    [['Access Point', 'Server'], 'Access-Point', 'Access Point'],
    [['Access Point', 'Server'], 'Router', null],
    // Two that look alike are a person's to choose from, unless one is written just so.
    [['On-Site', 'Onsite'], 'on site', null],
    [['On-Site', 'Onsite'], 'ONSITE', 'Onsite'],
    [['Server'], '--', null],
  ])('%j: %s is %s', (list, name, found) => {
    expect(named(list, name, looseForm)).toBe(found);
  });

  it.each([
    [['Dell', 'HP'], 'Dell Inc.', 'Dell'],
    [['Hewlett-Packard', 'HP'], 'HP Inc.', 'HP'],
    [['Framework Computer Inc.'], 'Framework', 'Framework Computer Inc.'],
    [['Dell'], 'Lenovo', null],
  ])('%j: the maker %s is %s', (list, name, found) => {
    expect(named(list, name, makersForm)).toBe(found);
  });

  it.each([
    [['EliteBook 840 G8', 'EliteBook 840 G9'], 'HP EliteBook-840 G8', 'EliteBook 840 G8'],
    [['Latitude 5420'], 'Latitude 5430', null],
  ])('%j: the model %s is %s', (list, name, found) => {
    expect(named(list, name, modelsForm)).toBe(found);
  });
});
