/** Held while a clip is written, so that another tab, or the next visit, can tell a job from a wreck. */
function lockName(id: string): string {
  return `impasto-job-${id}`;
}

function locks(): LockManager | undefined {
  return (navigator as Partial<Navigator>).locks;
}

/** Holds the job's lock until the function that it resolves with is called. */
export async function holdJob(id: string): Promise<() => void> {
  const manager = locks();
  if (!manager) return () => undefined;
  return new Promise((resolve) => {
    const held = () => new Promise<void>((release) => resolve(release));
    // Without a lock a job is written all the same, as where the browser knows none.
    manager.request(lockName(id), held).catch(() => resolve(() => undefined));
  });
}

/** True if nobody writes this job any more. */
export async function isOrphan(id: string): Promise<boolean> {
  const manager = locks();
  if (!manager) return true;
  return manager.request(lockName(id), { ifAvailable: true }, (lock) => lock !== null);
}
