/** Imported before anything that makes schemas: zod would compile them with `new Function`, which the page's policy forbids. */
import * as z from 'zod';

z.config({ jitless: true });
