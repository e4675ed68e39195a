#!/bin/sh
# assemble.sh FOLDER - makes the root file system of localhost/busybox from Debian's busybox-static.
#
# Writes FOLDER/busybox.tar and FOLDER/busybox.properties. The same package gives the same bytes: names are sorted, times fixed, owners root.
set -eu
umask 022

out=$1
busybox=/bin/busybox
mtime=@1767225600 # 2026-01-01, as the jars

version=$(dpkg-query -W -f='${db:Status-Status} ${Version}' busybox-static 2>/dev/null | sed -n 's/^installed //p')
if [ -z "$version" ] || [ ! -x "$busybox" ]; then
	echo 'The image localhost/busybox is made from Debian'\''s package busybox-static: apt-get install busybox-static' >&2
	exit 1
fi

if [ -f "$out/busybox.tar" ] && [ "$out/busybox.tar" -nt "$0" ] && grep -qxF "version=$version" "$out/busybox.properties"; then
	exit 0
fi

mkdir -p "$out"
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
root=$stage/root

mkdir -p "$root/bin" "$root/sbin" "$root/usr/bin" "$root/usr/sbin" "$root/etc" "$root/dev" "$root/proc" "$root/sys" \
	"$root/home" "$root/mnt" "$root/opt" "$root/run" "$root/srv" "$root/var/log" "$root/var/spool"
mkdir -m 0700 "$root/root"
mkdir -m 1777 "$root/tmp" "$root/var/tmp"
ln -s ../run "$root/var/run"

cp "$busybox" "$root/bin/busybox"
chmod 0755 "$root/bin/busybox"
"$busybox" --list-full | while read -r applet; do
	case $applet in
		bin/busybox | linuxrc | init) continue ;;
	esac
	mkdir -p "$root/${applet%/*}"
	ln "$root/bin/busybox" "$root/$applet"
done

cat > "$root/etc/passwd" <<'END'
root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
bin:x:2:2:bin:/bin:/bin/false
sys:x:3:3:sys:/dev:/bin/false
mail:x:8:8:mail:/var/mail:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
operator:x:37:37:operator:/var:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
END
cat > "$root/etc/group" <<'END'
root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
mail:x:8:
kmem:x:15:
wheel:x:10:root
audio:x:29:
www-data:x:33:
operator:x:37:
utmp:x:43:
video:x:44:
staff:x:50:
users:x:100:
nogroup:x:65534:
END

tar --create --file "$out/busybox.tar.new" --directory "$root" --format=ustar --sort=name --mtime="$mtime" \
	--owner=0 --group=0 --numeric-owner .
printf 'version=%s\n' "$version" > "$out/busybox.properties"
mv "$out/busybox.tar.new" "$out/busybox.tar"
