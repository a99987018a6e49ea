import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pinned } from './pinned.js';
import { runTool } from './run-tool.js';

const unpack = `
import os, re, shutil, sys, zipfile
wheel, target = zipfile.ZipFile(sys.argv[1]), sys.argv[2]
library = re.compile(r'tensorflow/(libtensorflow_(?:cc|framework)\\.so\\.2)$')
header = re.compile(r'tensorflow/include/((?:tensorflow/c|tensorflow/core/platform|(?:tensorflow/|xla/)?tsl/(?:c|platform))/.*\\.h)$')
for name in wheel.namelist():
    if found := library.match(name): path = os.path.join(target, 'lib', found[1])
    elif found := header.match(name): path = os.path.join(target, 'include', found[1])
    else: continue
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with wheel.open(name) as packed, open(path, 'wb') as file: shutil.copyfileobj(packed, file, 1 << 22)
`;

/** Puts the libraries and headers of the pinned wheel, whose checksum pip holds against ours, into `deps/lib` and `deps/include`. */
export const takeLibrary = async (folder: string, deps: string): Promise<void> => {
  const { requirement, sha256, python, platform } = pinned.wheel;
  const download = join(folder, 'wheel');
  await mkdir(download);
  await writeFile(join(download, 'requirements.txt'), `${requirement} --hash=sha256:${sha256}\n`);
  const which = ['--no-deps', '--only-binary=:all:', '--python-version', python, '--platform', platform];
  const pip = ['-m', 'pip', 'download', '--quiet', '--require-hashes', ...which, '--dest', '.', '--requirement', 'requirements.txt'];
  await runTool({ program: 'python3', arguments: pip, folder: download }, `download ${requirement}`, 'temporary');
  const wheel = (await readdir(download)).find((name) => name.endsWith('.whl'))!;
  await runTool({ program: 'python3', arguments: ['-c', unpack, wheel, deps], folder: download }, `unpack ${wheel}`, 'storage');
  await rm(download, { recursive: true });
  const libraries = (await readdir(join(deps, 'lib'))).map((name) => join(deps, 'lib', name));
  await runTool({ program: 'strip', arguments: ['--strip-unneeded', ...libraries], folder }, 'strip the libraries', 'storage');
};
