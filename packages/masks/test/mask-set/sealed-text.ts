import { createHash } from 'node:crypto';

/** A text of a document, sealed with its right checksum. */
export const sealBody = (text: string): string => {
  const body = text.replace(/\}$/, '');
  const checksum = createHash('sha256').update(body, 'utf8').digest('hex');
  return `${body},\n"checksum":"${checksum}"}\n`;
};

/** A document, sealed with its right checksum. */
export const sealText = (document: unknown): string => sealBody(JSON.stringify(document));

/** The document in a written text, without its checksum. */
export const documentIn = (text: string): Record<string, unknown> => {
  const document = JSON.parse(text) as Record<string, unknown>;
  delete document.checksum;
  return document;
};
