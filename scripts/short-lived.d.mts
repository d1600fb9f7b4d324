export const SHORT_LIVED: readonly string[];
export const COMMAND_LINE: readonly string[];
