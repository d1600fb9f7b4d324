/** Paged listings that end only when they are whole, whatever the server does with the paging parameters. */
import { Failure } from '../../engine/failure';

export const PAGE_SIZE = 100;
const MOST_PAGES = 20_000;
const PASSES = 3;

export interface Page<T> {
  readonly rows: readonly T[];
  /** As announced with this page; null where the endpoint announces none. */
  readonly total: number | null;
  /** Rows so far that were there but could not be read. */
  readonly unreadable: number;
}

export interface Listing<T> {
  readonly rows: readonly T[];
  readonly total: number | null;
  /** How wholeness was shown, in words. */
  readonly proof: string;
}

export interface ListingOptions<T> {
  /** What is listed, in words: `active accounts`. */
  readonly what: string;
  page(number: number): Promise<Page<T>>;
  id(row: T): number;
  /** After each page: hand the event loop back, tell progress. */
  between(done: number, total: number | null): Promise<void>;
}

/**
 * Reads until all announced rows are there, or, where none are announced, until an empty page or one that begins like
 * the page before it, also when asked for again (the endpoint took no notice of paging). Rows are counted once by id, for pages move while they
 * are read. When fewer came than announced, or rows went while they were read and others slid into pages that had been
 * read already, the whole is read again.
 */
export async function listAll<T>(options: ListingOptions<T>): Promise<Listing<T>> {
  const found = new Map<number, T>();
  for (let pass = 1; ; pass++) {
    const { announced, pages, unreadable, fell } = await onePass(options, found);
    const again = pass > 1 ? `, read ${pass} times because it moved` : '';
    const rows = [...found.values()];
    if (announced === null)
      return {
        rows,
        total: null,
        proof: `${options.what}: ${pages} pages up to the empty one${again}`,
      };
    if (!fell && found.size + unreadable >= announced) {
      return {
        rows,
        total: announced,
        proof: `${options.what}: totalRecords ${announced} on the last of ${pages} pages${again}`,
      };
    }
    if (pass < PASSES) continue;
    throw new Failure(
      'incomplete',
      fell
        ? `Rows kept going from the ${options.what} of Kaseya BMS while they were read.`
        : `Kaseya BMS announced ${announced} ${options.what} but gave only ${found.size + unreadable}.`,
      {
        system: 'bms',
        remedy: 'Run again when nobody is making many changes; nothing was concluded from this listing.',
      },
    );
  }
}

function beginsWith<T>({ rows: [head] }: Page<T>, first: number | null, { id }: ListingOptions<T>): boolean {
  return head !== undefined && id(head) === first;
}

async function onePass<T>(options: ListingOptions<T>, found: Map<number, T>) {
  const seen = new Set<number>();
  let announced: number | null = null;
  let first: number | null = null;
  let unreadable = 0;
  let fell = false;
  for (let number = 1; number <= MOST_PAGES; number++) {
    let page = await options.page(number);
    if (beginsWith(page, first, options)) page = await options.page(number);
    const head = page.rows[0];
    unreadable = page.unreadable;
    fell ||= page.total !== null && page.total < (announced ?? 0);
    if (page.total !== null) announced = page.total;
    if (head === undefined || beginsWith(page, first, options))
      return { announced, pages: number, unreadable, fell };
    first = options.id(head);
    for (const row of page.rows) {
      seen.add(options.id(row));
      found.set(options.id(row), row);
    }
    await options.between(found.size, announced);
    // Fewer announced than came says nothing of what is still to come.
    if (announced !== null && seen.size + unreadable === announced)
      return { announced, pages: number, unreadable, fell };
  }
  throw new Failure('incomplete', `The listing of ${options.what} in Kaseya BMS does not end.`, {
    system: 'bms',
    remedy: 'Report this with the log; nothing was concluded from this listing.',
  });
}
