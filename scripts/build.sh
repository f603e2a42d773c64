# Sourced by leat: builds the command where it is missing or older than its sources.

# leat_build_if_needed ROOT HOME
leat_build_if_needed() {
  local root=$1 home=$2
  if [ -f "$home/built" ] && [ -z "$(leat_newer_sources "$root" "$home/built")" ]; then
    return 0
  fi
  command -v mvn >/dev/null || {
    echo "LEAT-CLI-009: Maven (mvn) is needed to build Leat: install it (on Debian: apt-get install maven)." >&2
    return 1
  }
  mkdir -p "$home"
  (
    # Two at once would write over each other: the second waits, and finds the work done.
    if command -v flock >/dev/null; then flock 9; fi
    if [ -f "$home/built" ] && [ -z "$(leat_newer_sources "$root" "$home/built")" ]; then
      exit 0
    fi
    echo "Building Leat (once; the first time Maven fetches what it needs, which takes minutes) ..." >&2
    started=$(date +%s)
    touch "$home/building"
    rm -f "$home"/*.aot
    # Jars of earlier versions would stay on the class path.
    rm -rf "$home/lib" "$home/modern"
    if ! (cd "$root" && mvn -B -ntp -q -Dquickly package -pl cli -am) </dev/null >"$home/build.log" 2>&1; then
      grep -E 'ERROR|BUILD' "$home/build.log" | head -20 >&2
      echo "LEAT-CLI-006: the build failed; the whole log is in $home/build.log" >&2
      exit 1
    fi
    leat_write_launcher "$root" "$home"
    mv "$home/building" "$home/built"
    echo "Built in $(($(date +%s) - started)) s." >&2
  ) 9>"$home/lock"
}

# The sources that are newer than a file: at most one is named.
leat_newer_sources() {
  find "$1/pom.xml" "$1"/{component,dataflow,graph,operator,service,endpoint,runtime,platform,testkit,kit,cli,scripts} \
    -name target -prune -o -name test -prune -o -type f -newer "$2" \
    \( -name '*.java' -o -name 'pom.xml' -o -name '*.xml' -o -path '*/src/main/*' -o -name '*.sh' -o -name 'requirements*.txt' \) -print -quit 2>/dev/null
}

# The class path, the JVM's flags, and the AOT caches that make the command start fast.
leat_write_launcher() {
  local root=$1 home=$2
  cat >"$home/jvm.options" <<'OPTIONS'
-XX:-DontCompileHugeMethods
-XX:+UseSerialGC
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
-Djdk.reflect.useNativeAccessorOnly=true
-Dfile.encoding=UTF-8
-Dstdout.encoding=UTF-8
-Dstderr.encoding=UTF-8
OPTIONS
  # What is looked for at the start comes first: a class that is not in the cache is found without opening every jar.
  local own='/(leat|picocli|jackson|snakeyaml|slf4j|logback|netty-handler|netty-common)-[^/]*$'
  local jars
  jars=$(find "$home/lib" -name '*.jar' | LC_ALL=C sort)
  { grep -E "$own" <<<"$jars"; grep -vE "$own" <<<"$jars"; } | paste -sd: - >"$home/classpath"
  # A cache takes no classes of Java 5, which picocli's are.
  if "$JAVA_HOME/bin/java" "$root/scripts/ModernClassFiles.java" "$home/modern" "$(cat "$home/classpath")" \
    >"$home/classpath.modern" 2>"$home/modern.log"; then
    mv "$home/classpath.modern" "$home/classpath"
  fi
  # One cache for what runs with MQTT, one for the rest: each start loads all of its cache.
  local example=$root/examples/graph-simple/graph-simple.yaml
  printf '%s\n' '{"temperature":{"value":212,"unit":"F"}}' >"$home/rehearsal.jsonl"
  leat_rehearse "$root" "$home" mqtt demo --once / \
    run "$example" --broker 127.0.0.1:1 --source a --destination b &
  leat_rehearse "$root" "$home" files --version / run "$example" --input "$home/rehearsal.jsonl" / lint "$example" / \
    test "$root/examples/graph-simple" / inspect "$root/modules/temperature/temperature.wasm"
  wait
}

# leat_rehearse ROOT HOME CACHE ARGUMENT...: a training run. Where it fails, the command starts slower, and that is all.
leat_rehearse() {
  local root=$1 home=$2 cache=$2/$3.aot
  shift 3
  "$JAVA_HOME/bin/java" "-XX:AOTCacheOutput=$cache" "@$home/jvm.options" "-Dleat.modules=$root/modules" \
    "-Dleat.home=$root" -cp "$(cat "$home/classpath")" dev.leat.cli.Rehearsal "$@" \
    </dev/null >"${cache%.aot}.log" 2>&1 || rm -f "$cache"
}
