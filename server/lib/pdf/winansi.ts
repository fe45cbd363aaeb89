/** What the standard fonts of PDF can write: windows-1252. Pure. */

const SIGNES = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');
/** Letters that have no decomposition. */
const PROCHES: Record<string, string> = { ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ħ: 'h', Ħ: 'H', ı: 'i', ŋ: 'n', Ŋ: 'N', ŧ: 't', Ŧ: 'T', '\u202f': '\u00a0', '\u2009': ' ', '\u2011': '-', '\u2212': '-', 'ʼ': '’' };

const estEcrivable = (signe: string): boolean => (signe >= ' ' && signe <= '~') || (signe >= '\u00a0' && signe <= 'ÿ') || SIGNES.has(signe);

/** The text with each sign that cannot be written replaced by its nearest (« Şahin » gives « Sahin »), else by « ? ». */
export function ecrivable(texte: string): string {
  return [...texte.normalize('NFC')].map((signe) => {
    if (estEcrivable(signe)) return signe;
    const proche = PROCHES[signe] ?? signe.normalize('NFD').replace(/\p{M}/gu, '');
    return [...proche].every(estEcrivable) ? proche : '?';
  }).join('');
}
