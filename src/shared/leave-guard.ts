/** While something is being written, the browser asks before the page is closed or left. */
export class LeaveGuard {
  private guarding = false;

  set busy(busy: boolean) {
    if (busy === this.guarding) return;
    this.guarding = busy;
    if (busy) addEventListener('beforeunload', ask);
    else removeEventListener('beforeunload', ask);
  }
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
