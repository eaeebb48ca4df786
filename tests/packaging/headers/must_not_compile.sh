#!/usr/bin/env bash
# Pairs of programs: the first of each must compile, the second must not, for the reason that is named.
set -uo pipefail
compiler=$1
include=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# What every program starts with is compiled once.
printf '%s\n' '#include <hellojohn/hellojohn.hpp>' '#include <iostream>' 'using namespace hellojohn;' >"$work/start.hpp"
options=(-std=c++20 -Werror=unused-result -I"$include")
"$compiler" "${options[@]}" -x c++-header "$work/start.hpp" -o "$work/start.hpp.gch" || exit 1

compile() {
  printf '%s\n' "$1" >"$work/program.cpp"
  "$compiler" "${options[@]}" -Winvalid-pch -fsyntax-only -include "$work/start.hpp" "$work/program.cpp" 2>"$work/said"
}

# pair NAME GOOD BAD REASON
pair() {
  if ! compile "$2"; then
    echo "FAIL  $1: the control does not compile"
    head -3 "$work/said"
    failed=1
  elif compile "$3"; then
    echo "FAIL  $1: it compiles"
    failed=1
  elif ! grep -qE "$4" "$work/said"; then
    echo "FAIL  $1: refused for another reason"
    head -3 "$work/said"
    failed=1
  else
    echo "ok    $1"
  fi
}

pair "a recovery session is no sign-in" \
  'void f(SignedIn); void g(SignedIn s) { f(s); }' \
  'void f(SignedIn); void g(RecoverySession& s) { f(s); }' 'convert|conversion'
pair "a recovery session cannot be adopted" \
  'void g(Auth a, SecretView s) { auto p = a.adopt({s}); }' \
  'void g(Auth a, RecoverySession& s) { auto p = a.adopt({s}); }' 'convert|conversion|no matching'
pair "a recovery session gives no token" \
  'void g(RecoverySession& s) { (void)s.expires_in(); }' \
  'void g(RecoverySession& s) { (void)s.access_token(); }' 'no member'
pair "a recovery session is not copied" \
  'void g(RecoverySession& s) { RecoverySession t(std::move(s)); }' \
  'void g(RecoverySession& s) { RecoverySession t(s); }' 'deleted'
# unprinted TYPE INSTEAD: printing is one error, which says that the operator is deleted.
unprinted() {
  pair "a value of type $1 is not printed" \
    "void g($1& s) { std::cout << $2; }" "void g($1& s) { std::cout << \"it: \" << s; }" 'deleted'
  if [ "$(grep -c ': error: ' "$work/said")" != 1 ]; then
    echo "FAIL  a value of type $1 is not printed: more than one error"
    head -9 "$work/said"
    failed=1
  fi
}
unprinted Secret 's.reveal()'
unprinted SecretView 's.reveal()'
unprinted Error 's.detail'
pair "a secret is not copied" \
  'void g(Secret& s) { Secret t = s.clone(); }' \
  'void g(Secret& s) { Secret t = s; }' 'deleted'
pair "a secret does not become a string" \
  'void g(Secret& s) { std::string_view t = s.reveal(); (void)t; }' \
  'void g(Secret& s) { std::string_view t = s; (void)t; }' 'convert|conversion|viable'
pair "text does not become a secret by itself" \
  'void f(SecretView); void g() { f(SecretView("x")); }' \
  'void f(SecretView); void g() { f("x"); }' 'convert|conversion'
pair "a pending call is not copied" \
  'void g(Pending<Unit>& p) { Pending<Unit> q(std::move(p)); }' \
  'void g(Pending<Unit>& p) { Pending<Unit> q(p); }' 'deleted'
pair "a pending call is consumed, not used" \
  'void g(Pending<Unit>& p) { (void)std::move(p).get(); }' \
  'void g(Pending<Unit>& p) { (void)p.get(); }' 'discards qualifiers|rvalue|expects an rvalue|lvalue'
pair "a call that nobody holds is not made by accident" \
  'void g(Recovery r) { auto p = r.request("a"); }' \
  'void g(Recovery r) { r.request("a"); }' 'unused-result'
pair "an error value is no number" \
  'void g(Errc e) { int i = static_cast<int>(e); (void)i; }' \
  'void g(Errc e) { int i = e; (void)i; }' 'convert|conversion|cannot initialize'
pair "the admin library needs its own header" \
  '#include <hellojohn/admin/admin.hpp>
   void g(admin::Client& c) { (void)c.audit(); }' \
  'void g(admin::Client& c) { (void)c.audit(); }' 'admin'
desk='#include <hellojohn/admin/admin.hpp>
   const admin::IdentityCheck checked{.method = "call", .checked_by = "ana", .reference = "T-1", .reason = "Lost phone"};'
pair "no factor is removed without an identity check" \
  "$desk"' void g(admin::Client& c) { auto p = c.remove_factor("u", "f", checked); }' \
  "$desk"' void g(admin::Client& c) { auto p = c.remove_factor("u", "f"); }' 'no matching|too few|no declaration|candidate'
pair "no codes are made for a user without an identity check" \
  "$desk"' void g(admin::Client& c) { auto p = c.generate_backup_codes("u", checked); }' \
  "$desk"' void g(admin::Client& c) { auto p = c.generate_backup_codes("u"); }' 'no matching|too few|candidate'
pair "nobody is impersonated without an identity check" \
  "$desk"' void g(admin::Client& c) { auto p = c.impersonate({"u"}, checked); }' \
  "$desk"' void g(admin::Client& c) { auto p = c.impersonate({"u"}); }' 'no matching|too few|candidate'
pair "an identity check is not empty" \
  "$desk"' void g(admin::Client& c) { auto p = c.remove_factor("u", "f", checked); }' \
  "$desk"' void g(admin::Client& c) { auto p = c.remove_factor("u", "f", {}); }' 'deleted|convert'
for left_out in method checked_by reference reason; do
  whole='.method = "call", .checked_by = "ana", .reference = "T-1", .reason = "Lost phone"'
  part=$(sed -E "s/(, )?\\.$left_out = \"[^\"]*\"//; s/^, //" <<<"$whole")
  pair "an identity check does not leave out $left_out" \
    "$desk admin::IdentityCheck other{$whole};" "$desk admin::IdentityCheck other{$part};" 'deleted|not initialized|missing'
done
pair "an identity check takes no null" \
  "$desk"' admin::Given words("call");' "$desk"' admin::Given words(nullptr);' 'deleted'
pair "a client takes no secret of a secret key" \
  'void g() { ClientOptions o; o.publishable_key = "pk_test_a"; }' \
  'void g() { ClientOptions o; o.secret_key = "sk_test_a"; }' 'no member'
exit $failed
