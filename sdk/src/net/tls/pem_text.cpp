// A first look without OpenSSL.
#include "net/tls/pem_text.hpp"

namespace hellojohn {
inline namespace v0 {
namespace net {

bool has_pem_certificate(std::string_view pem) noexcept {
  constexpr std::string_view begin = "-----BEGIN ";
  for (std::size_t at = pem.find(begin); at != std::string_view::npos; at = pem.find(begin, at)) {
    at += begin.size();
    for (const std::string_view kind :
         {"CERTIFICATE-----", "TRUSTED CERTIFICATE-----", "X509 CERTIFICATE-----"})
      if (pem.substr(at, kind.size()) == kind) return true;
  }
  return false;
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
