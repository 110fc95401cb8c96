import type * as axe from 'axe-core';

declare global {
  interface Window {
    /** There once axe-core's script has been added to the page. */
    readonly axe: typeof axe;
  }
}
