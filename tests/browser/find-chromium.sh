#!/bin/sh
# Make sure that a browser for the tests is there: install Debian's when we may, say what to do when we may not.
set -eu
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then
    exit 0
  fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests …"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-dejavu-core >/dev/null
  command -v chromium >/dev/null && exit 0
fi
echo "The browser tests need Chromium, and it is not installed. Install it: sudo apt-get install chromium" >&2
echo "Without a browser, 'make check' runs all the other checks." >&2
exit 1
