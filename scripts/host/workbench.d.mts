import type { Page } from 'playwright-core';

export interface WindowOptions {
  extension: string;
  folder?: string | undefined;
  tests?: string | undefined;
  trust?: boolean | undefined;
  env?: Record<string, string | undefined> | undefined;
  dataDir?: string | undefined;
  theme?: 'dark' | 'light' | 'high contrast' | 'high contrast light' | undefined;
  settings?: Record<string, unknown> | undefined;
  onConsole?: (type: string, args: unknown[]) => void;
  onExit?: (code: number) => void;
}

export interface EditorWindow {
  page: Page;
  server: { url: string; authority: string; dataDir: string; log: string };
  close(): Promise<void>;
  /** A second window of the same editor, on the same folder. */
  another(): Promise<Page>;
}

export function openWindow(options: WindowOptions): Promise<EditorWindow>;
export function address(
  server: { url: string; authority: string },
  options: { extension: string; folder?: string | undefined; tests?: string | undefined },
): string;
