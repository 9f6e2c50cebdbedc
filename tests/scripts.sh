#!/bin/sh
# Look at the scripts in app/static: types and lint. Install Debian's Node when we may, say what to do when we may not.
set -eu
if ! command -v npm >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Node for the checks of scripts …"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
  fi
fi
if ! command -v npm >/dev/null 2>&1; then
  echo "The checks of scripts need Node, and it is not installed. Install it: sudo apt-get install nodejs npm" >&2
  echo "Komek itself runs without it." >&2
  exit 1
fi
if [ ! -e node_modules/.done ] || [ package-lock.json -nt node_modules/.done ]; then
  npm install --no-save --silent --no-progress # not `npm ci`: a registry may lack the builds for other systems
  touch node_modules/.done
fi
npm run --silent types
npm run --silent lint
