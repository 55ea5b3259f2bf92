#!/bin/sh
# restore.sh DIR: loads a backup of backup.sh into an empty database and an empty folder, then checks the ledger.
# Stop every replica first. It takes the settings of the service (DESK_*) and
#   BACKUP_CNF, BACKUP_DB, BACKUP_FILES  as backup.sh; the account needs every right on the database
#   PETITIONDESK                         the program, petitiondesk when not set
# The anchor file is no part of a backup. Leave it as it is: it tells whether anything is missing.
set -eu
umask 077
export LC_ALL=C

from="${1:?restore.sh DIR}"
desk="${PETITIONDESK:-petitiondesk}"
client=$(command -v mariadb || command -v mysql)
fail() { echo "restore.sh: $1" >&2; exit 2; }
sql() { "$client" --defaults-extra-file="$BACKUP_CNF" --default-character-set=utf8mb4 "$@" "$BACKUP_DB"; }

(cd "$from" && sha256sum --quiet -c SHA256SUMS) || fail "the backup is damaged"
tables=$(sql -N -e 'SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()')
[ "$tables" = 0 ] || fail "the database $BACKUP_DB is not empty"
mkdir -p "$BACKUP_FILES"
[ -z "$(ls -A "$BACKUP_FILES")" ] || fail "the folder $BACKUP_FILES is not empty"

# Triggers belong to whoever restores: their former owner may be unknown here.
for part in data_keys database; do
	gzip -dc "$from/$part.sql.gz" | sed 's|^\(/\*!50003 CREATE\*/\) /\*!50017 DEFINER=[^*]*\*/|\1|' | sql
done
# Ids given out since the backup are known outside: WeCom refuses a card whose task was used before, and swallows a request
# that it has seen. So no id is given out twice, not even when one backup is restored again: ids move by ten for each second
# since 2026, faster than a desk gives them out.
ahead=$((10 * ($(date +%s) - 1767225600)))
sql -N -e "/*!80000 SET SESSION information_schema_stats_expiry = 0 */; SELECT CONCAT('ALTER TABLE \`', table_name, '\` AUTO_INCREMENT = ', auto_increment + $ahead, ';')
	FROM information_schema.tables WHERE table_schema = DATABASE() AND auto_increment IS NOT NULL" | sql
tar -xf "$from/files.tar" -C "$BACKUP_FILES"
"$desk" migrate
if ! "$desk" verify; then
	echo "restore.sh: the data are back, the ledger does not add up. If entries are missing that the anchor file knows of, that is what an" >&2
	echo "older backup looks like: docs/runbook.md, Restore from a backup. Anything else: The ledger does not verify." >&2
	exit 1
fi
