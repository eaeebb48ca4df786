// The addresses of a name, in the order in which they are tried. Reads the system's lists of either kind.
#pragma once

#include "net/socket/resolver.hpp"

#include <cstddef>
#include <cstring>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// Families alternate, so that one broken family costs one stagger, not one per address.
template <class List>
std::vector<Address> alternate(const List* list) {
  std::vector<Address> first;
  std::vector<Address> other;
  // MinGW-w64 declares `ai_next` of ADDRINFOEXW with another type, hence the cast.
  for (const List* i = list; i != nullptr; i = reinterpret_cast<const List*>(i->ai_next)) {
    if (i->ai_family != AF_INET && i->ai_family != AF_INET6) continue;
    Address address;
    address.size = static_cast<socklen_t>(i->ai_addrlen);
    std::memcpy(&address.storage, i->ai_addr, i->ai_addrlen);
    const bool same = first.empty() || first.front().storage.ss_family == i->ai_family;
    (same ? first : other).push_back(address);
  }
  std::vector<Address> out;
  for (std::size_t i = 0; i < first.size() || i < other.size(); ++i) {
    if (i < first.size()) out.push_back(first[i]);
    if (i < other.size()) out.push_back(other[i]);
  }
  return out;
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
