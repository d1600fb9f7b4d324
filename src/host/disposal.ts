/** Who makes something that must be let go, owns it. */
import type { Disposable } from 'vscode';

export class Owner implements Disposable {
  private readonly owned: Disposable[] = [];
  private disposed = false;

  protected own<T extends Disposable>(thing: T): T {
    if (this.disposed) thing.dispose();
    else this.owned.push(thing);
    return thing;
  }

  dispose(): void {
    this.disposed = true;
    for (const thing of this.owned.splice(0).reverse()) thing.dispose();
  }
}
