package dev.zeroback.cli.node;

import dev.zeroback.cli.platform.Bundler;
import java.util.List;
import java.util.function.Consumer;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * The esbuild that Wrangler brings. Wrangler bundles the result once more: it finds the packages
 * and knows what the runtime provides.
 */
final class NodeBundler implements Bundler {
  @Override
  public void bundle(
      String beside, String directory, String entry, String output, Consumer<Bundle> onBundled) {
    build(
        beside,
        directory,
        entry,
        output,
        (module, sources, problems) ->
            onBundled.accept(new Bundle(module, List.of(sources), List.of(problems))));
  }

  /**
   * Binary modules cannot go into a bundle: they are imported from where they are. An import that
   * leads nowhere may mean a file of any of the names that are noted.
   */
  @JSBody(
      params = {"beside", "directory", "entry", "output", "onBundled"},
      script =
          "var module = process.getBuiltinModule('node:module');"
              + "var paths = process.getBuiltinModule('node:path');"
              + "var real = process.getBuiltinModule('node:fs').realpathSync(beside);"
              + "var sources = new Set();"
              + "function note(path) { sources.add(path.split(paths.sep).join('/')) }"
              + "var noted = { name: 'noted', setup: function(build) {"
              + "  build.onLoad({ filter: new RegExp('') }, function(found) {"
              + "    if (found.namespace === 'file') note(found.path);"
              + "    return undefined });"
              + "  build.onResolve({ filter: new RegExp('^[.]') }, function(found) {"
              + "    if (found.pluginData === noted) return undefined;"
              + "    return build.resolve(found.path, { kind: found.kind, pluginData: noted,"
              + "      importer: found.importer, resolveDir: found.resolveDir }).then(function(result) {"
              + "      if (result.errors.length > 0) {"
              + "        var target = paths.resolve(found.resolveDir, found.path);"
              + "        ['', '.ts', '.tsx', '.js', '.json', '/index.ts'].forEach(function(suffix) {"
              + "          note(target + suffix) }) }"
              + "      return undefined }) })"
              + "  } };"
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
              + "  write: false, logLevel: 'silent', plugins: [binaries, noted]"
              + "}).then(function(result) {"
              + "  var file = result.outputFiles.find(function(each) {"
              + "    return each.path === paths.resolve(output) });"
              + "  return { module: file.text, problems: [] }"
              + "}, function(error) {"
              + "  if (!error.errors) return { module: '', problems: [String(error.message)] };"
              + "  return { module: '', problems: error.errors.map(function(each) {"
              + "    var at = each.location;"
              + "    var place = at ? at.file + ':' + at.line + ':' + (at.column + 1) + '  ' : '';"
              + "    return place + 'BUNDLE\\n' + each.text }) }"
              + "}).then(function(made) {"
              + "  onBundled(made.module, Array.from(sources), made.problems) })")
  private static native void build(
      String beside, String directory, String entry, String output, Bundled onBundled);

  @JSFunctor
  interface Bundled extends JSObject {
    void accept(String module, String[] sources, String[] problems);
  }
}
