/** For properties that hold lists made anew with every state: they have changed if their items have. */
export function itemsDiffer(items: readonly unknown[], before: readonly unknown[] | undefined): boolean {
  return items.length !== before?.length || items.some((item, index) => item !== before[index]);
}
