package dev.zeroback.cli.node;

import dev.zeroback.cli.platform.Bundler;
import java.util.List;
import java.util.function.Consumer;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * The esbuild that Wrangler brings. Wrangler bundles the result once more: it finds the packages
 * and knows what the runtime provides. It watches the result, so that is replaced whole: the half
 * of a worker that it would read while the file is written would end it.
 */
final class NodeBundler implements Bundler {
  @Override
  public void bundle(
      String beside,
      String directory,
      String entry,
      String output,
      Consumer<List<String>> onSources,
      Consumer<List<String>> onProblems) {
    build(
        beside,
        directory,
        entry,
        output,
        sources -> onSources.accept(List.of(sources)),
        problems -> onProblems.accept(List.of(problems)));
  }

  /** Binary modules cannot go into a bundle: they are imported from where they are. */
  @JSBody(
      params = {"beside", "directory", "entry", "output", "onSources", "onProblems"},
      script =
          "var module = process.getBuiltinModule('node:module');"
              + "var paths = process.getBuiltinModule('node:path');"
              + "var fs = process.getBuiltinModule('node:fs');"
              + "var real = fs.realpathSync(beside);"
              + "var binaries = { name: 'binaries', setup: function(build) {"
              + "  build.onResolve({ filter: new RegExp('[.](wasm|bin)([?]module)?$') }, function(found) {"
              + "    if (found.path[0] !== '.') return undefined;"
              + "    var target = paths.resolve(found.resolveDir, found.path);"
              + "    return { external: true,"
              + "      path: paths.relative(paths.dirname(output), target).split(paths.sep).join('/') }"
              + "  }) } };"
              + "module.createRequire(real)('esbuild').build({"
              + "  absWorkingDir: directory, entryPoints: [entry], outfile: output, bundle: true,"
              + "  format: 'esm', target: 'es2024', packages: 'external', sourcemap: 'inline',"
              + "  loader: { '.txt': 'text', '.html': 'text', '.sql': 'text' },"
              + "  metafile: true, write: false, logLevel: 'silent', plugins: [binaries]"
              + "}).then(function(result) {"
              + "  fs.mkdirSync(paths.dirname(output), { recursive: true });"
              + "  result.outputFiles.forEach(function(file) {"
              + "    fs.writeFileSync(file.path + '.new', file.contents);"
              + "    fs.renameSync(file.path + '.new', file.path) });"
              + "  return Object.keys(result.metafile.inputs)"
              + "}).then(function(sources) { onSources(sources) },"
              + "  function(error) {"
              + "    if (!error.errors) { onProblems([String(error.message)]); return }"
              + "    onProblems(error.errors.map(function(each) {"
              + "      var at = each.location;"
              + "      var place = at ? at.file + ':' + at.line + ':' + (at.column + 1) + '  ' : '';"
              + "      return place + 'BUNDLE\\n' + each.text })) })")
  private static native void build(
      String beside,
      String directory,
      String entry,
      String output,
      Texts onSources,
      Texts onProblems);

  @JSFunctor
  interface Texts extends JSObject {
    void accept(String[] texts);
  }
}
