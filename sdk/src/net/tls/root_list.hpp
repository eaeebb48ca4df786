// Roots that are decoded one by one, when a chain leads to them.
#pragma once

#include "net/tls/trust_store.hpp"

#include <string>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace net {

using NamePtr = std::unique_ptr<X509_NAME, FreedBy<&X509_NAME_free>>;

/// Decoding the keys of Debian's 140 roots takes OpenSSL 3.0 some 15 ms and 1 MB, reading their names a twentieth of that; a
/// server's chain needs one of them. **Exceptions** std::bad_alloc, by every function but empty().
class RootList {
 public:
  /// Certificates as DER. What is none is left out.
  explicit RootList(std::vector<std::string> certificates);

  [[nodiscard]] bool empty() const noexcept { return roots_.empty(); }
  /// Adds every root that has this name to the store.
  void add_named(const X509_NAME*, X509_STORE*);

 private:
  struct Root {
    NamePtr name;
    std::string der;
    CertificatePtr decoded{};  ///< Null until it is needed.
  };

  std::vector<Root> roots_;
};

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
