import fc from 'fast-check';

// What CI says of a change shall be about that change: there the property tests draw the same cases each time. Elsewhere
// they draw new ones, and a case that fails is kept as a plain test.
if (process.env.CI) fc.configureGlobal({ seed: 20_261_125 });
