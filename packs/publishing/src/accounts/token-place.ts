/** Where a sealed token stands: it opens nowhere else. */
export const tokenPlace = (id: string) => ({ table: 'publish_accounts', column: 'token', row: id });
