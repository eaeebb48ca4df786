// The distributions' bundles are probed by path: OpenSSL's own default is the builder's, which is
// wrong for a program that carries its OpenSSL to another distribution.
#include "net/tls/missing_roots.hpp"

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

constexpr const char* bundles[] = {
    "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Arch, Gentoo, SteamOS
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Fedora, RHEL
    "/etc/pki/tls/certs/ca-bundle.crt",                   // older Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",                             // openSUSE
    "/etc/ssl/cert.pem",                                  // Alpine, BSD, macOS
};

}  // namespace

std::vector<std::string> read_system_roots() {
  for (const char* path : bundles)
    if (auto found = read_pem_file(path); !found.empty()) return found;
  return {};
}

const FindRoot* system_root_finder() noexcept { return nullptr; }

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
