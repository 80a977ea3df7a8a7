#!/bin/sh
# Creates the role that the app logs in as, with its password. The migrations grant its rights at the first start.
set -eu
psql -X --set=ON_ERROR_STOP=1 --set=password="$AUTHENTICATOR_PASSWORD" \
    --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
create role authenticator login noinherit password :'password';
SQL
