#!/bin/sh
# Make sure that the servers for the tests are there: install Debian's when we may, say what is missing when we may not.
# Tests whose server is missing are skipped. No service is started: the tests start servers of their own.
set -u
missing=
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="postgresql"
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing the servers for the tests: $missing …"
  policy=/usr/sbin/policy-rc.d # Debian asks this file whether a package may start its service
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
  fi
  # shellcheck disable=SC2086 # the names of packages are words
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
echo "Not installed: $missing. The tests that need it are skipped; to run them: sudo apt-get install $missing" >&2
exit 0
