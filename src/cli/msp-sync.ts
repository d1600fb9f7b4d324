/**
 * The program `msp-sync`: everything else is in pieces beside it (esbuild.js). A piece that is missing ends it with Node's
 * own words.
 */
void import('./main');
