import type { MatchSettings } from './model';

export const DEFAULT_MATCH_SETTINGS: MatchSettings = {
  linkThreshold: 0.95,
  suggestThreshold: 0.5,
  placeholderSerials: [],
};
