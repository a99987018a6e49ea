export { readFailure, type Reading, writeFailure } from './file-failures.js';
export { ifThere } from './if-there.js';
export { makeFolder } from './make-folder.js';
export { readWholeFile, readWholeText, type WholeFileReading } from './read-whole-file.js';
export { writeWholeFile } from './write-file.js';
export { writeFiles, writeJson } from './write-files.js';
export { writeNewFile } from './write-new-file.js';
