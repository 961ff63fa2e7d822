#!/bin/bash
# Makes a database for each service, and a role that may use that one alone. The passwords are those of the URLs.
set -euo pipefail

for service in partners events notifications; do
  variable=${service^^}_DATABASE_URL
  credentials=${!variable#*://}
  credentials=${credentials%%@*}
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    -v name="$service" -v password="${credentials#*:}" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
