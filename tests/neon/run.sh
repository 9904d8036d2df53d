#!/bin/sh
# The kernels on NEON, and the searches on top of them, on a processor that has none: compiled for
# AArch64, run by an emulator (make check-neon). Says so and does nothing where either is missing.
set -eu
cd "$(dirname "$0")/../.."
cc=${NEON_CC:-aarch64-linux-gnu-gcc} emulator=${NEON_RUN:-qemu-aarch64}

for tool in "$cc" "$emulator"; do
	if ! command -v "$tool" >/dev/null 2>&1; then
		echo "SKIPPED: NEON was not tested, $tool is not here (apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user)"
		exit 0
	fi
done

${MAKE:-make} --no-print-directory FLAVOUR=neon CC="$cc" AR="${cc%gcc}ar" neon-programs
failed=0
rm -f build/neon/kernels/*.tap build/neon/unit/*/*.tap
for program in build/neon/kernels/test_* build/neon/unit/*/test_*; do
	case $program in *.*) continue ;; esac
	"$emulator" "$program" >"$program.tap" 2>"$program.err" || failed=1
	grep -v '^ok' "$program.tap" || true
	grep -v '^SKIPPED' "$program.err" || true
done
count() { cat build/neon/kernels/*.tap build/neon/unit/*/*.tap | grep -c "$1" || true; }
skipped=$(count '# SKIP')
echo "NEON: $(($(count '^ok') - skipped)) passed, $(count '^not ok') failed, $skipped skipped"
exit $failed
