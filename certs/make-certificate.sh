#!/bin/sh
# Makes a throw-away CA and a server certificate signed by it, for tests and trials: clients are told to trust ca.pem.
# A server without configuration makes such a pair by itself; this script is for other names than localhost.
#
#   certs/make-certificate.sh FOLDER [NAME...]     NAME: host name or IP address; localhost, 127.0.0.1 and ::1 always
#
# Writes FOLDER/ca.pem, server.pem (server certificate first, then the CA's) and server.key (mode 0600). The CA's key is
# thrown away. FOLDER must lie outside the repository: no key is ever committed.
set -eu

if [ $# -lt 1 ] || [ "$1" = "--help" ]; then
    sed -n '2,8s/^# \{0,1\}//p' "$0"
    [ $# -ge 1 ] && exit 0
    exit 2
fi

folder=$1
shift
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 077

names="DNS:localhost,IP:127.0.0.1,IP:::1"
for name in "$@"; do
    case $name in
        *:*) names="$names,IP:$name" ;; # IPv6
        *[!0-9.]*) names="$names,DNS:$name" ;;
        *) names="$names,IP:$name" ;; # IPv4
    esac
done

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 800 -sha256 \
    -keyout "$work/ca.key" -out "$work/ca.pem" -subj "/CN=Stafett test CA" \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout "$work/server.key" -out "$work/server.csr" -subj "/CN=localhost" 2>/dev/null
printf '%s\n' "subjectAltName=$names" extendedKeyUsage=serverAuth keyUsage=critical,digitalSignature \
    basicConstraints=critical,CA:FALSE >"$work/extensions"
openssl x509 -req -in "$work/server.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" -CAcreateserial -days 800 -sha256 \
    -extfile "$work/extensions" -out "$work/server.pem" 2>/dev/null

cat "$work/server.pem" "$work/ca.pem" >"$folder/server.pem"
cp "$work/ca.pem" "$folder/ca.pem"
cp "$work/server.key" "$folder/server.key"
chmod 0644 "$folder/ca.pem" "$folder/server.pem"
chmod 0600 "$folder/server.key"
echo "$folder/ca.pem $folder/server.pem $folder/server.key"
