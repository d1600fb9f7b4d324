/** The program `msp-sync`: everything else is in pieces beside it (esbuild.js). */
import('./main').catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
