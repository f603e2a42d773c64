# Sourced by leat, check and .ci/run: prints the home of a JDK of release 25 or later, or says what to do.
leat_find_java_home() {
  local home major
  for home in "${LEAT_JAVA_HOME:-}" "${JAVA_HOME:-}" \
    "$(dirname "$(dirname "$(readlink -f "$(command -v javac 2>/dev/null)" 2>/dev/null)" 2>/dev/null)" 2>/dev/null)" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
    [ -n "$home" ] && [ -x "$home/bin/javac" ] || continue
    major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null)
    if [ "${major:-0}" -ge 25 ] 2>/dev/null; then
      if [ -n "${LEAT_JAVA_HOME:-}" ] && [ "$home" != "$LEAT_JAVA_HOME" ]; then
        echo "LEAT-CLI-001: LEAT_JAVA_HOME=$LEAT_JAVA_HOME is no JDK of release 25 or later; going on with $home" >&2
      fi
      printf '%s\n' "$home"
      return 0
    fi
  done
  cat >&2 <<'MESSAGE'
LEAT-CLI-001: no JDK 25 found.
  Looked at LEAT_JAVA_HOME, JAVA_HOME, the javac on the PATH, /usr/lib/jvm, /opt, ~/.sdkman and ~/.jdks.
  Install a JDK 25 (any vendor; on Debian with the Adoptium packages: apt-get install temurin-25-jdk),
  or point LEAT_JAVA_HOME at one.
MESSAGE
  return 1
}
