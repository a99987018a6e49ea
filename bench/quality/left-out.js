/** The error of a case that lacks files; its message says what to give. */
export class LeftOut extends Error {}
