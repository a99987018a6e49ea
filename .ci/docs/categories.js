import { relative, sep } from 'node:path';
import { Comment, CommentTag, Converter, ParameterType, ReflectionKind } from 'typedoc';

/**
 * The category of what a source file exports: the one whose folders, or files, hold it most closely.
 * @param {Record<string, string[]>} categories of the package, in the order of the reference: paths within src; "" is src itself
 * @param {string} path of the source within src, with slashes
 * @returns {string | undefined} undefined when no category holds the file
 */
export const categoryOf = (categories, path) => {
  const holds = (/** @type {string} */ place) => place === '' || path === place || path.startsWith(`${place}/`);
  const places = Object.entries(categories).flatMap(([name, all]) => all.filter(holds).map((place) => ({ name, place })));
  return places.sort((a, b) => b.place.length - a.place.length)[0]?.name;
};

/**
 * A plugin of TypeDoc: the option `categories` of a package's typedoc.json groups its exports by the folder of their source.
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.options.addDeclaration({
    name: 'categories',
    help: 'The folders, within src, of each category of exports',
    type: ParameterType.Mixed,
    defaultValue: {},
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const categories = /** @type {Record<string, string[]>} */ (app.options.getValue('categories'));
    app.options.setValue('categoryOrder', Object.keys(categories));
    const src = `${app.options.packageDir ?? process.cwd()}${sep}src`;
    for (const entry of [project, ...project.getReflectionsByKind(ReflectionKind.Module)]) {
      if (!entry.isDeclaration() && !entry.isProject()) continue;
      for (const reflection of entry.children ?? []) {
        if (reflection.kind === ReflectionKind.Module) continue;
        const source = (reflection.isReference() ? reflection.getTargetReflectionDeep() : reflection).sources?.[0];
        const path = source && relative(src, source.fullFileName).replaceAll(sep, '/');
        const category = path && categoryOf(categories, path);
        if (!category) app.logger.warn(`${reflection.name} has no category: typedoc.json has none for src/${path}`);
        else {
          reflection.comment ??= new Comment();
          reflection.comment.blockTags.push(new CommentTag('@category', [{ kind: 'text', text: category }]));
        }
      }
    }
  });
}
