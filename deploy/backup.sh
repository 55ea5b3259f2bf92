#!/bin/sh
# backup.sh DIR: one backup in a new folder below DIR, while the service runs. docs/runbook.md says what to keep for how long.
#   BACKUP_CNF    option file of the MariaDB client, section [client]: host, port, user, password
#   BACKUP_DB     name of the database; the account needs SELECT and TRIGGER on it
#   BACKUP_FILES  folder of the attachments, that of DESK_FILES
set -eu
umask 077
export LC_ALL=C

dump=$(command -v mariadb-dump || command -v mysqldump)
target="${1:?backup.sh DIR}/$(date -u +%Y%m%dT%H%M%SZ)"
mkdir "$target"
unfinished() { rm -rf "$target"; echo "backup.sh: nothing was kept" >&2; }
trap unfinished EXIT

save() {
	"$dump" --defaults-extra-file="$BACKUP_CNF" --single-transaction --quick --hex-blob --no-tablespaces \
		--default-character-set=utf8mb4 "$@" >"$target/dump"
	tail -n 1 "$target/dump" | grep -q '^-- Dump completed'
}

# The keys come after what they wrap, so that none is missing; of attachments, files are written before their rows.
save --triggers --ignore-table="$BACKUP_DB.data_keys" "$BACKUP_DB"
gzip <"$target/dump" >"$target/database.sql.gz"
save --skip-triggers "$BACKUP_DB" data_keys
gzip <"$target/dump" >"$target/data_keys.sql.gz"
rm "$target/dump"
tar -cf "$target/files.tar" -C "$BACKUP_FILES" .
(cd "$target" && sha256sum database.sql.gz data_keys.sql.gz files.tar >SHA256SUMS)
trap - EXIT
echo "$target"
