#!/bin/sh
# Installs what the tests use and pip cannot bring: three browsers and a screen in memory for the
# third, fonts for five scripts, a Java runtime, nginx, Caddy, Lighthouse, the Nu HTML checker,
# schema.org's vocabulary and Netlify's parsers. Whatever is there already is left alone.
set -eu
cd "$(dirname "$0")"

any_command() {
    for name in "$@"; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

have_browser() {
    [ -n "${SITEGEN_TEST_BROWSER:-}" ] ||
        any_command chromium-headless-shell chromium google-chrome google-chrome-stable
}

have_firefox() { [ -n "${SITEGEN_TEST_FIREFOX:-}" ] || any_command firefox-esr firefox; }

have_webkit() { [ -n "${SITEGEN_TEST_WEBKIT:-}" ] || any_command WebKitWebDriver; }

have_screen() { [ -n "${SITEGEN_TEST_XVFB:-}" ] || any_command Xvfb; }

have_fonts() { fc-list :lang=ko 2>/dev/null | grep -q .; }

# macOS has a java command that only says that there is no Java.
have_java() { java -version >/dev/null 2>&1; }

# An administrator's programs are not on everybody's PATH.
have_server() { PATH="$PATH:/usr/sbin:/usr/local/sbin" any_command "$1"; }

have_npm() { any_command npm; }

have_npm_packages() { [ node_modules/.package-lock.json -nt package-lock.json ]; }

missing() {
    have_browser || echo chromium-headless-shell
    have_firefox || echo firefox-esr
    have_webkit || echo webkit2gtk-driver
    have_screen || echo xvfb
    have_fonts || echo fontconfig fonts-noto-cjk
    have_java || echo default-jre-headless
    have_server nginx || echo nginx
    have_server caddy || echo caddy
    have_npm_packages || have_npm || echo npm
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Debian starts a server that it installs, unless this file says no; the tests start their own.
POLICY=/usr/sbin/policy-rc.d

without_services() {
    if [ -e "$POLICY" ] || ! any_command dpkg; then
        "$@"
        return
    fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY" >/dev/null
    as_root chmod +x "$POLICY"
    status=0
    "$@" || status=$?
    as_root rm "$POLICY"
    return "$status"
}

refuse() {
    cat >&2 <<'MESSAGE'
The tests need these, and they could not be installed here without your help:
  - a browser: Chromium, chromium-headless-shell or Google Chrome on the PATH,
    or SITEGEN_TEST_BROWSER=/path/to/one
  - Firefox (firefox-esr or firefox on the PATH, or SITEGEN_TEST_FIREFOX=/path/to/one)
  - WebKitGTK's WebDriver (WebKitWebDriver on the PATH, or SITEGEN_TEST_WEBKIT=/path/to/one)
    and Xvfb (on the PATH, or SITEGEN_TEST_XVFB=/path/to/it)
  - fonts for Korean, Japanese and Chinese that fontconfig knows, such as Noto Sans CJK
  - java (17 or newer), for the Nu HTML checker
  - nginx and Caddy, for the recipes of the documentation
  - npm and node, which fetch that checker, Lighthouse, the vocabulary of schema.org and Netlify's
    parsers
MESSAGE
    echo "Missing here:" "$@" >&2
    exit 1
}

packages=$(missing)
if [ -n "$packages" ]; then
    # shellcheck disable=SC2086  # a list of package names
    {
        any_command apt-get || refuse $packages
        [ "$(id -u)" -eq 0 ] || any_command sudo || refuse $packages
        echo "Installing" $packages
        as_root apt-get -q update || refuse $packages
        without_services as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -qy install --no-install-recommends $packages || refuse $packages
    }
fi

if ! have_npm_packages; then
    echo "Installing what the tests use from npm"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    # npm keeps the time stamps of the archive on some versions; the comparison above needs now.
    touch node_modules/.package-lock.json
fi
