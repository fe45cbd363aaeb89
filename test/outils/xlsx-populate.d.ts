/** The little that the tests ask of xlsx-populate, which has no types of its own. */
declare module 'xlsx-populate' {
  interface Feuille { name(): string; usedRange(): { value(): unknown[][] } | undefined }
  const XlsxPopulate: {
    fromDataAsync(octets: Buffer, options: { password: string }): Promise<{ sheets(): Feuille[] }>;
    numberToDate(nombre: number): Date;
  };
  export default XlsxPopulate;
}
