/** Which record here an RMM's record is mapped to, by integration and entity type. */
export class ExternalIds {
  private readonly ids = new Map<string, number>();

  find(integration: string, entity: string, externalId: string): number | null {
    return this.ids.get(`${integration} ${entity} ${externalId}`) ?? null;
  }

  put(integration: string, entity: string, externalId: string, id: number): void {
    this.ids.set(`${integration} ${entity} ${externalId}`, id);
  }

  remove(integration: string, entity: string, externalId: string): void {
    this.ids.delete(`${integration} ${entity} ${externalId}`);
  }

  /** Pairs of one integration and entity type, in the order in which they were made. */
  of(integration: string, entity: string): readonly { readonly externalId: string; readonly id: number }[] {
    const prefix = `${integration} ${entity} `;
    return [...this.ids]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, id]) => ({ externalId: key.slice(prefix.length), id }));
  }
}
