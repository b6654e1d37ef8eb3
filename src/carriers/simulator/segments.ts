/** Characters of the GSM 03.38 default alphabet that ordinary French and English texts use. */
const GSM_7 = /^[A-Za-z0-9 \r\n@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà]*$/;

/** Source: 3GPP TS 23.038 §4, TS 23.040 §9.2.3.24.1: 160 septets or 70 UCS-2 units; 7 or 3 less in each of several. */
const ALONE = { gsm: 160, ucs2: 70 };
const IN_PARTS = { gsm: 153, ucs2: 67 };

/** The parts a network carries a text in: one, or several when it is too long. Surrogate pairs stay together. */
export function segment(text: string): readonly string[] {
  const alphabet = GSM_7.test(text) ? "gsm" : "ucs2";
  if (text.length <= ALONE[alphabet]) return [text];
  const parts: string[] = [];
  let part = "";
  for (const character of text) {
    if (part.length + character.length > IN_PARTS[alphabet]) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  parts.push(part);
  return parts;
}
